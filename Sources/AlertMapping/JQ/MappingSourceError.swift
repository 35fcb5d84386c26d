/// Why the mappings of the configuration cannot be read. Compile errors are ``JQCompileError``.
public enum MappingSourceError: Error, Hashable, Sendable, CustomStringConvertible {
    case emptyOrder
    case tooMany(Int)
    case badName(String)
    case namedTwice(String)
    case missing(name: String, directories: [String])
    case unreadable(file: String, message: String)
    case tooLarge(file: String)
    case notText(file: String)

    public var description: String {
        switch self {
        case .emptyOrder: "mapping.order names no mapping"
        case .tooMany(let count): "mapping.order names \(count) mappings, at most \(MappingSources.maximumCount) can be"
        case .badName(let name): "mapping.order: '\(name)' is no mapping's name (letters, digits, '-', '_', '.')"
        case .namedTwice(let name): "mapping.order names '\(name)' twice"
        case .missing(let name, let directories):
            "mapping.order names '\(name)', but there is no \(name).jq in \(directories.joined(separator: " or "))"
        case .unreadable(let file, let message): "\(file) cannot be read: \(message)"
        case .tooLarge(let file): "\(file) is larger than a mapping may be (1 MiB)"
        case .notText(let file): "\(file) is not UTF-8 text"
        }
    }
}
