/// Defender's operations, as `attempts.operation` names them.
public enum Operation: String, CaseIterable, Sendable {
    case submit, find, list, get, cancel, machine, file, token

    /// The operation whose quota a call draws on: a find is a List call. (defender-api, section 3.5: limits count per API.)
    public var lane: Operation { self == .find ? .list : self }
}
