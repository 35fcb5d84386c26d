/// Answers print without header values and body: a token endpoint's answer is a secret.
extension HTTPResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "\(status) headers: [\(headers.map(\.name).joined(separator: " "))] body: \(body.count) bytes"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
