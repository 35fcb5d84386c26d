import Foundation

/// Base64 with the URL alphabet and without padding (RFC 7515).
enum Base64URL {
    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text = Data(bytes).base64EncodedString()
        text.replace("+", with: "-")
        text.replace("/", with: "_")
        return String(text.prefix { $0 != "=" })
    }

    /// Padding may be there or not.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var text = String(text.prefix { $0 != "=" })
        text.replace("-", with: "+")
        text.replace("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text).map { Array($0) }
    }
}
