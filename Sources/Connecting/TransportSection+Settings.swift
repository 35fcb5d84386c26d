import BuildInfo
public import Configuration
public import CurlTransport
import Foundation

extension TransportSection {
    /// For libcurl. Blocks on the file system where the proxy wants a credential; throws ``ConfigurationError`` where that
    /// cannot be used.
    public func settings() throws(ConfigurationError) -> TransportSettings {
        var settings = TransportSettings()
        settings.connectTimeout = connectTimeout
        settings.timeout = timeout
        settings.proxy = proxy
        settings.noProxy = noProxy
        settings.caFile = caFile ?? ""
        settings.minimumTLS = minimumTLS == .v13 ? .v1_3 : .v1_2
        settings.userAgent = "lazaret/" + Build.version
        if let file = proxyCredentialFile {
            let text: String
            do { text = try String(contentsOfFile: file, encoding: .utf8) } catch {
                throw Self.problem(file, "cannot be read: \(error.localizedDescription)")
            }
            guard let credential = ProxyCredential(text.trimmingCharacters(in: .newlines)) else {
                throw Self.problem(file, "must hold user:password on one line")
            }
            settings.proxyCredential = credential
        }
        return settings
    }

    private static func problem(_ file: String, _ message: String) -> ConfigurationError {
        ConfigurationError(problems: [
            .init(file: file, line: nil, column: nil, key: "transport.proxyCredentialFile", message: message)
        ])
    }
}
