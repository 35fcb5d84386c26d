import ArgumentParser

struct FormatOption: ParsableArguments {
    @Option(help: "How to print: table, json, jsonl or csv.")
    var format: OutputFormat = .table
}
