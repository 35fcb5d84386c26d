/// Why the daemon did not start, or ended: the exit code of contract section 1 and the text for a person.
public struct DaemonFailure: Error, CustomStringConvertible {
    public enum Code: Int32, Sendable {
        case failed = 1
        case unavailable = 69
        case cannotCreate = 73
        case inputOutput = 74
        case tryLater = 75
        case noPermission = 77
        case badConfiguration = 78
    }

    public var code: Code
    public var description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
