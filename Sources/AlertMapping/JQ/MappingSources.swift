import Foundation

/// The texts of the mappings in the order in which they are asked, as read from the configured directories.
public struct MappingSources: Hashable, Sendable {
    public struct Program: Hashable, Sendable {
        /// The file's name without `.jq`.
        public var name: String
        /// Where it was read from; nil for a text that came from elsewhere.
        public var file: String?
        public var text: String

        public init(name: String, file: String? = nil, text: String) {
            self.name = name
            self.file = file
            self.text = text
        }
    }

    /// Never empty, no name twice.
    public let programs: [Program]

    /// Throws where `programs` is empty, too long, or holds a name twice or a name that is no plain word.
    public init(_ programs: [Program]) throws(MappingSourceError) {
        guard !programs.isEmpty else { throw .emptyOrder }
        guard programs.count <= Self.maximumCount else { throw .tooMany(programs.count) }
        var seen: Set<String> = []
        for program in programs {
            guard Self.isPlain(program.name) else { throw .badName(program.name) }
            guard seen.insert(program.name).inserted else { throw .namedTwice(program.name) }
        }
        self.programs = programs
    }

    /// Reads `NAME.jq` for each name of `order`: from `extraDirectory` if it is there, else from `directory`. Blocks on the
    /// file system; nothing is compiled. Neither directory need exist, but each name must be found.
    public static func load(
        directory: String, extraDirectory: String?, order: [String]
    ) throws(MappingSourceError) -> MappingSources {
        let directories = [extraDirectory, directory].compactMap(\.self)
        var programs: [Program] = []
        for name in order {
            guard isPlain(name) else { throw .badName(name) }
            let candidates = directories.map { "\($0)/\(name).jq" }
            guard let file = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
                throw .missing(name: name, directories: directories)
            }
            programs.append(Program(name: name, file: file, text: try read(file)))
        }
        return try MappingSources(programs)
    }

    /// Names of `*.jq` files of a directory, sorted; empty where there is none. For telling a person of a program that
    /// stands in no `order`.
    public static func names(in directory: String) -> [String] {
        // A directory that is missing or unreadable holds nothing to tell of; `load` reports what matters.
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return entries.filter { $0.hasSuffix(".jq") && !$0.hasPrefix(".") }.map { String($0.dropLast(3)) }.sorted()
    }

    static let maximumCount = 64
    static let maximumSize = 1 << 20

    private static func read(_ file: String) throws(MappingSourceError) -> String {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            throw .unreadable(file: file, message: error.localizedDescription)
        }
        guard data.count <= maximumSize else { throw .tooLarge(file: file) }
        guard let text = String(validating: data, as: UTF8.self), !data.contains(0) else { throw .notText(file: file) }
        return text
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, first != UInt8(ascii: "."), name.utf8.count <= 128 else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }
}
