import CurlTransport
import HTTPTransport

/// What a connection to one host has shown, as rows: the name, the way, the certificates.
enum ConnectionRows {
    static func of(_ report: ConnectionReport) -> [Finding] {
        var rows = [resolving(report)]
        guard !isUnresolved(report) else { return rows }
        rows.append(connecting(report))
        if !report.chain.isEmpty || report.failure?.kind == .tls { rows.append(certificate(report)) }
        return rows
    }

    private static func isUnresolved(_ report: ConnectionReport) -> Bool { report.failure?.kind == .resolve }

    private static func resolving(_ report: ConnectionReport) -> Finding {
        if let failure = report.failure, isUnresolved(report) {
            return Finding(
                "resolve", report.origin, .wrong, failure.message,
                remedy: "check the host's name in apiBase or authority and this machine's name servers; "
                    + "where only a proxy can resolve it, name the proxy in transport.proxy"
            ).aboutReaching()
        }
        if let proxy = report.proxy { return Finding("resolve", report.origin, .ok, "left to the proxy \(proxy)") }
        guard let address = report.address else {
            return Finding("resolve", report.origin, .note, "resolved, but nothing answers")
        }
        return Finding("resolve", report.origin, .ok, address)
    }

    private static func connecting(_ report: ConnectionReport) -> Finding {
        let way = report.proxy.map { "through the proxy \($0)" } ?? "directly, no proxy"
        guard let failure = report.failure, failure.kind != .tls else {
            return Finding("connect", report.origin, .ok, way)
        }
        return Finding("connect", report.origin, .wrong, "\(way): \(failure.message)", remedy: remedy(failure, report))
            .aboutReaching()
    }

    private static func remedy(_ failure: TransportError, _ report: ConnectionReport) -> String {
        switch (failure.kind, report.proxy) {
        case (.proxy, let proxy):
            let name = proxy ?? "the proxy"
            if failure.message.contains("407") {
                return "\(name) wants a name and password: put user:password into a file and name it in "
                    + "transport.proxyCredentialFile"
            }
            return "have \(name) allow CONNECT to \(report.origin), or except the host in transport.noProxy"
        case (.timeout, let proxy?), (.connect, let proxy?):
            return "check transport.proxy and that this machine may reach \(proxy)"
        case (.timeout, nil), (.connect, nil):
            return "have the firewall let this machine out to \(report.origin), or name a proxy in transport.proxy"
        default: return "check what stands between this machine and \(report.origin)"
        }
    }

    private static func certificate(_ report: ConnectionReport) -> Finding {
        let chain = report.chain.map(\.subject).joined(separator: " <- ")
        let until = report.chain.first.map { ", until \($0.notAfter)" } ?? ""
        // Who signed the last certificate that was shown is who must be trusted.
        let signer = report.chain.last.map { $0.isSelfSigned ? "" : " <- \($0.issuer)" } ?? ""
        let shown = report.chain.isEmpty ? "no certificate was shown" : chain + signer + until
        guard let failure = report.failure else { return Finding("certificate", report.origin, .ok, shown) }
        return Finding(
            "certificate", report.origin, .wrong, "\(shown): \(failure.message)", remedy: remedy(failure, report.chain))
    }

    /// By OpenSSL's words, which libcurl passes on.
    private static func remedy(_ failure: TransportError, _ chain: [PeerCertificate]) -> String {
        let text = failure.message.lowercased()
        if text.contains("expired") {
            return "check this machine's clock; else whoever runs the server or the inspecting proxy must renew it"
        }
        if text.contains("not yet valid") { return "check this machine's clock" }
        if text.contains("no alternative certificate subject name") || text.contains("does not match") {
            return "the certificate is for another host: check apiBase, authority and who answers on this address"
        }
        if text.contains("self-signed") || text.contains("self signed") || text.contains("local issuer") {
            let issuer = chain.last?.issuer ?? "its issuer"
            return "this machine does not trust \(issuer): where that is your proxy that inspects TLS, put its CA "
                + "certificate into a file (PEM) and name it in transport.caFile"
        }
        if text.contains("version") || text.contains("protocol") {
            return "the server or proxy offers no TLS version that transport.minimumTLS allows"
        }
        return "check what stands between this machine and the server; transport.caFile adds a trusted CA"
    }
}
