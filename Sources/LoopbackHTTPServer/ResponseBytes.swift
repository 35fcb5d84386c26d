import NIOHTTP1

/// A response as it goes on the wire. Written here and not by NIO's encoder because faults need a part of the bytes.
enum ResponseBytes {
    /// The status line and header fields, with the length of the whole body, up to and with the empty line.
    static func head(_ response: ServerResponse, close: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(response.status) \(HTTPResponseStatus(statusCode: response.status).reasonPhrase)\r\n"
        for field in response.headers.fields where !isOurs(field.name) {
            text += "\(clean(field.name)): \(clean(field.value))\r\n"
        }
        if allowsBody(response.status) { text += "Content-Length: \(response.body.count)\r\n" }
        if close { text += "Connection: close\r\n" }
        return Array((text + "\r\n").utf8)
    }

    static func body(_ response: ServerResponse, toHead: Bool) -> [UInt8] {
        allowsBody(response.status) && !toHead ? response.body : []
    }

    private static func allowsBody(_ status: Int) -> Bool { status != 204 && status != 304 }

    private static func isOurs(_ name: String) -> Bool {
        ["content-length", "connection", "transfer-encoding"].contains(name.lowercased())
    }

    /// Values may hold what a client sent: no line break of theirs gets out.
    private static func clean(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }))
    }
}
