/// What a mapping wants done: quarantine one file on one machine, with what is known of the alert behind it.
///
/// Every field but the first three is context for the guard rails and for people.
public struct Order: Hashable, Sendable {
    public var machineID: MachineID
    public var sha1: SHA1Hash
    /// The mapping's text; the marker is added when the action is made.
    public var comment: String
    /// The producer's id of the alert.
    public var alertID: String?
    /// The Entra tenant (its GUID or a configured name) that the alert names for itself.
    public var tenantID: String?
    public var title: String?
    public var severity: Severity?
    public var detectedAt: Instant?
    public var fileName: String?
    public var machineName: String?
    /// Why nothing needs doing any more ("resolved", "remediated", …); nil while the alert is live.
    public var handled: String?

    public init(
        machineID: MachineID, sha1: SHA1Hash, comment: String, alertID: String? = nil, tenantID: String? = nil,
        title: String? = nil, severity: Severity? = nil, detectedAt: Instant? = nil, fileName: String? = nil,
        machineName: String? = nil, handled: String? = nil
    ) {
        self.machineID = machineID
        self.sha1 = sha1
        self.comment = comment
        self.alertID = alertID
        self.tenantID = tenantID
        self.title = title
        self.severity = severity
        self.detectedAt = detectedAt
        self.fileName = fileName
        self.machineName = machineName
        self.handled = handled
    }
}
