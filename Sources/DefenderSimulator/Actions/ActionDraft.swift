/// An action before it has an id and a course.
struct ActionDraft: Hashable, Sendable {
    var tenant: String
    var machineID: String
    var sha1: String
    var comment: String
    var requestor: String
    var externalID: String?
    /// Not asked for over the API: somebody else's, as the script has it.
    var isForeign = false
    /// The arrival that asked for it; nil for scripted ones.
    var arrival: Int?
}
