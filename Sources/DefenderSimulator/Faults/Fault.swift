/// A way in which a call goes wrong. *Before*: the service has done nothing; *after*: it has done what was asked, and only
/// the answer is lost or wrong.
public enum Fault: Hashable, Sendable {
    case dropBefore
    case dropAfter
    case resetBefore
    case resetAfter
    /// An error answer in Defender's form; code and message are made up from the status where they are nil.
    case errorBefore(status: Int, code: String?, message: String?)
    case errorAfter(status: Int, code: String?, message: String?)
    /// A gateway's HTML page.
    case pageBefore(status: Int)
    case pageAfter(status: Int)
    /// Half of the body, then the end.
    case truncated
    /// The right status, and a body that is no JSON.
    case brokenJSON
    case emptyBody
    /// Bytes that are no HTTP.
    case garbage
    case hangBefore
    case hangAfter
    case unauthorized
    case forbidden
    case disabledFeature
    case disallowedOperation
    /// 429 with this very `Retry-After`; nil: as the options say.
    case throttled(retryAfter: String?)
    case redirect(location: String)
    /// 201 about somebody else's open action on the machine, for another file; nothing is done for this request.
    case foreignAction
    /// 201 about somebody else's open action for the same machine and file; nothing more is done for this request.
    case sameFileAction
    /// The connection ends without an answer, and the action comes into being only so much later.
    case lateEffect(after: Duration)
    /// Nothing but the rule's delay.
    case delay
}
