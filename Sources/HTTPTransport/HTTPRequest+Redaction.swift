/// Requests print without header values, query and body: those carry tokens and secrets.
extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        let names = headers.map(\.name).joined(separator: " ")
        return "\(method.rawValue) \(url.prefix { $0 != "?" }) headers: [\(names)] body: \(content.count) bytes"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}
