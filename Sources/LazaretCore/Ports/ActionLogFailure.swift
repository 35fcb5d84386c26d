/// An error of the action log, as far as delivery acts on it.
public protocol ActionLogFailure: Error {
    var remedy: ActionLogRemedy { get }
}

public enum ActionLogRemedy: Hashable, Sendable {
    /// A full or slow disk, a lock that is held: the same write may succeed later.
    case tryAgain
    /// It will never succeed: the action is in another state by now, or the call is closed.
    case giveUp
    /// Another daemon has taken over: this one must do nothing more.
    case stop
}
