import ArgumentParser

/// Of every verb that changes something. Who asks is found out, not asked for.
struct PersonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Why; recorded with your login.", valueName: "text"))
    var comment = ""
}
