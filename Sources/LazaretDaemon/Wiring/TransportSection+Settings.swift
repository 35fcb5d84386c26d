import Configuration
import CurlTransport
import Foundation

extension TransportSection {
    /// For libcurl. Blocks on the file system where the proxy wants a credential; throws where that cannot be read.
    func settings(version: String) throws -> TransportSettings {
        var settings = TransportSettings()
        settings.connectTimeout = connectTimeout
        settings.timeout = timeout
        settings.proxy = proxy
        settings.noProxy = noProxy
        settings.caFile = caFile ?? ""
        settings.minimumTLS = minimumTLS == .v13 ? .v1_3 : .v1_2
        settings.userAgent = "lazaret/" + version
        if let proxyCredentialFile {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: proxyCredentialFile))
            settings.proxyCredential = try ProxyCredential(Array(bytes))
        }
        return settings
    }
}
