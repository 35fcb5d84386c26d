/// A verb's end that is not success: the exit code of contract section 1, and what a person should read.
public struct CommandFailure: Error, CustomStringConvertible {
    public enum Code: Int32, Sendable {
        case failed = 1
        case nothingMatched = 3
        case usage = 64
        case unavailable = 69
        case cannotCreate = 73
        case inputOutput = 74
        case tryLater = 75
        case noPermission = 77
        case badConfiguration = 78
    }

    public var code: Code
    public var description: String

    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
