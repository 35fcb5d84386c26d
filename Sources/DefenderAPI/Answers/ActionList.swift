import LazaretCore

/// One page of `GET /api/machineactions`.
struct ActionList: Hashable, Sendable {
    var actions: [MachineAction]
    /// Members that are no readable MachineAction.
    var unreadable: Int
    /// The service says that there is more (`@odata.nextLink`). The link itself is never followed: a URL from an answer does
    /// not get the token, and a caller that wants the next page asks with `$skip`.
    var hasMore: Bool

    /// Nil where the body is no list envelope.
    init?(json body: [UInt8]) {
        guard let members = JSONText.members(of: body[...]) else { return nil }
        let values = members.filter { $0.key.elementsEqual("value".utf8) }
        guard values.count == 1, let elements = JSONText.elements(of: values[0].value) else { return nil }
        actions = elements.compactMap { MachineAction(json: $0) }
        unreadable = elements.count - actions.count
        hasMore = members.contains {
            $0.key.elementsEqual("@odata.nextLink".utf8) && !$0.value.elementsEqual("null".utf8)
        }
    }
}
