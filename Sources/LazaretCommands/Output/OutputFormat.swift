public import ArgumentParser

/// `--format` of every listing.
public enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case table, json, jsonl, csv
}
