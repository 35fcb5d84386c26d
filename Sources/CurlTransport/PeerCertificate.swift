import CCurl

/// One certificate of the chain that a server, or a proxy that inspects TLS, has shown.
public struct PeerCertificate: Hashable, Sendable {
    /// As OpenSSL writes names: `C = US, O = Contoso, CN = api.example`. May hold what a stranger chose.
    public var subject: String
    public var issuer: String
    /// As OpenSSL writes times: `Nov 24 12:00:00 2027 GMT`.
    public var notAfter: String

    public init(subject: String, issuer: String, notAfter: String) {
        self.subject = subject
        self.issuer = issuer
        self.notAfter = notAfter
    }

    /// A certificate that signs itself ends a chain.
    public var isSelfSigned: Bool { subject == issuer }

    /// The chain of the connection that `easy` has made, the server's own certificate first.
    static func chain(of easy: UnsafeMutableRawPointer) -> [PeerCertificate] {
        var info: UnsafeMutablePointer<curl_certinfo>?
        guard lz_easy_getinfo_certificates(easy, &info) == CURLE_OK, let info = info?.pointee,
            let lists = info.certinfo
        else { return [] }
        return (0..<max(0, Int(info.num_of_certs))).map { index in
            var fields: [String: String] = [:]
            var entry = lists[index]
            while let current = entry {
                let text = String(cString: current.pointee.data)
                let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2, fields[String(parts[0])] == nil { fields[String(parts[0])] = String(parts[1]) }
                entry = current.pointee.next
            }
            return PeerCertificate(
                subject: fields["Subject"] ?? "", issuer: fields["Issuer"] ?? "",
                notAfter: fields["Expire date"] ?? "")
        }
    }
}
