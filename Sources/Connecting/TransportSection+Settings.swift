import BuildInfo
public import Configuration
public import CurlTransport
import DefenderAPI
import LazaretCore

extension Configuration {
    /// How requests are carried, for libcurl. Blocks on the file system where the proxy wants a credential; throws
    /// ``ConfigurationError`` where that cannot be used.
    ///
    /// There is a place for every call that all tenants may have under way at once, so that no tenant's calls wait for those
    /// of another whose service hangs.
    public func transportSettings(trustedDirectory: String?) throws(ConfigurationError) -> TransportSettings {
        var settings = TransportSettings()
        settings.connectTimeout = transport.connectTimeout
        settings.timeout = transport.timeout
        settings.proxy = transport.proxy
        settings.noProxy = transport.noProxy
        settings.caFile = transport.caFile ?? ""
        settings.minimumTLS = transport.minimumTLS == .v13 ? .v1_3 : .v1_2
        settings.userAgent = "lazaret/" + Build.version
        settings.maximumConnections = exchangesAtOnce(openFiles: .max)
        if let file = transport.proxyCredentialFile {
            settings.proxyCredential = try Self.proxyCredential(file, trustedDirectory: trustedDirectory)
        }
        return settings
    }

    /// The places of ``transportSettings(trustedDirectory:)`` for a process that may have so many files open: half of them stay for
    /// the inbox and the action log.
    public func exchangesAtOnce(openFiles: Int) -> Int {
        // Beside the POSTs: sign-in, looking, tracking, cancelling, and lookups.
        max(64, min(tenants.count * (throttle.maximumInFlight + 8), openFiles / 2))
    }

    private static func proxyCredential(
        _ file: String, trustedDirectory: String?
    ) throws(ConfigurationError) -> ProxyCredential {
        let secret: Secret
        do {
            secret = try CredentialFile(path: file).readSecret(trustedDirectory: trustedDirectory)
        } catch {
            throw problem(file, error.message)
        }
        guard let credential = ProxyCredential(secret.revealed) else {
            throw problem(file, "must hold user:password on one line")
        }
        return credential
    }

    private static func problem(_ file: String, _ message: String) -> ConfigurationError {
        ConfigurationError(problems: [
            .init(file: file, line: nil, column: nil, key: "transport.proxyCredentialFile", message: message)
        ])
    }
}
