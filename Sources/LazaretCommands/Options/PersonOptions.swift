import ArgumentParser

/// Of every verb that changes something. Who asks is found out, not asked for.
struct PersonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why; recorded with your login.", valueName: "text"))
    var comment = ""
}

/// Of pause, resume and prune.
struct ChangeOptions: ParsableArguments {
    @OptionGroup var config: ConfigurationOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var person: PersonOptions
}
