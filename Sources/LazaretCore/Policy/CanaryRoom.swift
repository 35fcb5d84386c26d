/// How many more machines a new file may be acted on, by its canaries (contract, section 8: per tenant and file).
public enum CanaryRoom: Hashable, Sendable {
    /// The canary stage is over, or off.
    case free
    /// So many more now; 0: wait for those that are open.
    case machines(Int)
    /// A canary ended other than succeeded: a person decides.
    case failed

    /// - Parameters:
    ///   - wanted: machines on which the file must have been quarantined; 0 = off.
    ///   - open: machines on which an action for it is on its way.
    ///   - failed: one has ended badly, and nobody has decided since.
    public init(wanted: Int, succeeded: Int, open: Int, failed: Bool) {
        if wanted <= 0 || succeeded >= wanted {
            self = .free
        } else if failed {
            self = .failed
        } else {
            self = .machines(max(0, wanted - succeeded - open))
        }
    }
}
