public import LazaretCore

/// An application role that a call needs, or any one of several (defender-api, section 1.5: for quarantine both kinds are
/// needed in practice, whatever the documents say).
public struct RequiredRole: Hashable, Sendable, CustomStringConvertible {
    /// The least that serves comes first.
    public let anyOf: [String]

    static let quarantine = RequiredRole(anyOf: ["Machine.StopAndQuarantine"])
    static let readMachines = RequiredRole(anyOf: ["Machine.Read.All", "Machine.ReadWrite.All"])
    static let readFiles = RequiredRole(anyOf: ["File.Read.All"])

    public static func all(for operation: Operation) -> [RequiredRole] {
        switch operation {
        case .submit: [quarantine, readMachines]
        case .cancel: [quarantine]
        case .find, .list, .get, .machine: [readMachines]
        case .file: [readFiles]
        case .token: []
        }
    }

    public func isGranted(by roles: [String]) -> Bool {
        let granted = Set(roles.map { $0.lowercased() })
        return anyOf.contains { granted.contains($0.lowercased()) }
    }

    public var description: String { anyOf.joined(separator: " or ") }
}
