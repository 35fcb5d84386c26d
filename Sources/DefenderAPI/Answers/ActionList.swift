import LazaretCore

/// One page of `GET /api/machineactions`.
struct ActionList: Hashable, Sendable {
    var actions: [MachineAction]
    /// Members that are no readable MachineAction.
    var unreadable: Int
    /// The service says that there is more (`@odata.nextLink`). The link itself is never followed: a URL from an answer does
    /// not get the token, and a caller that wants the next page asks with `$skip`.
    var hasMore: Bool

    /// Nil where the body is no list envelope. Its keys are taken in any letter case, like every other answer's.
    init?(json body: [UInt8]) {
        guard let members = JSONText.members(of: body[...]) else { return nil }
        let named = members.map { (key: String(decoding: $0.key, as: UTF8.self).lowercased(), value: $0.value) }
        let values = named.filter { $0.key == "value" }
        guard values.count == 1, let elements = JSONText.elements(of: values[0].value) else { return nil }
        actions = elements.compactMap { MachineAction(json: $0) }
        unreadable = elements.count - actions.count
        hasMore = named.contains { Self.isLink($0.key) && !Self.isNothing($0.value) }
    }

    private static func isNothing(_ value: JSONText.Bytes) -> Bool {
        value.elementsEqual("null".utf8) || value.elementsEqual("\"\"".utf8)
    }

    /// OData's long form, or the short ones of its other versions.
    private static func isLink(_ key: String) -> Bool {
        ["@odata.nextlink", "odata.nextlink", "@nextlink"].contains(key)
    }
}
