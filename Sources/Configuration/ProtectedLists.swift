import Foundation
public import LazaretCore

/// The two lists of what is never touched (contract, section 2): one entry a line, `#` begins a comment.
///
/// Not configured is none; an empty file is none; a configured file that is missing or holds a bad line is an error.
public enum ProtectedLists {
    /// The policy's rules with both lists read in. Blocks on the file system. Throws ``ConfigurationError``.
    public static func rules(of policy: PolicySection, maximumOrdersPerFile: Int) throws(ConfigurationError)
        -> PolicyRules
    {
        var rules = policy.rules
        rules.maximumOrdersPerFile = maximumOrdersPerFile
        var problems: [ConfigurationError.Problem] = []
        if let file = policy.protectedFiles {
            do { rules.protectedFiles = try files(try text(of: file), file: file) } catch { problems += error.problems }
        }
        if let file = policy.protectedMachines {
            do { rules.protectedMachines = try machines(try text(of: file), file: file) } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return rules
    }

    /// A SHA-1 a line.
    public static func files(_ text: String, file: String) throws(ConfigurationError) -> Set<SHA1Hash> {
        var hashes: Set<SHA1Hash> = []
        var problems: [ConfigurationError.Problem] = []
        for (line, entry) in entries(text) {
            if let hash = SHA1Hash(entry) {
                hashes.insert(hash)
            } else {
                problems.append(problem(file, line, "\"\(entry)\" is not a SHA-1 of 40 hexadecimal digits"))
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return hashes
    }

    /// A machine id, or a DNS-name glob, a line.
    public static func machines(_ text: String, file: String) throws(ConfigurationError) -> ProtectedMachines {
        var ids: Set<MachineID> = []
        var globs: [String] = []
        var problems: [ConfigurationError.Problem] = []
        for (line, entry) in entries(text) {
            if let id = MachineID(entry) {
                ids.insert(id)
            } else if entry.utf8.allSatisfy(isGlobByte) {
                globs.append(entry)
            } else {
                problems.append(problem(file, line, "\"\(entry)\" is neither a machine id nor a DNS-name pattern"))
            }
        }
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return ProtectedMachines(ids: ids, nameGlobs: globs.map { NamePattern($0) })
    }

    private static func text(of file: String) throws(ConfigurationError) -> String {
        do {
            return try String(contentsOfFile: file, encoding: .utf8)
        } catch {
            throw ConfigurationError(problems: [problem(file, nil, "cannot be read: \(error.localizedDescription)")])
        }
    }

    private static func entries(_ text: String) -> [(line: Int, entry: String)] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            index, line in
            let entry = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
            return entry.isEmpty ? nil : (index + 1, entry)
        }
    }

    private static func isGlobByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            || [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(
                byte)
    }

    private static func problem(_ file: String, _ line: Int?, _ message: String) -> ConfigurationError.Problem {
        .init(file: file, line: line, column: nil, key: "", message: message)
    }
}
