import Configuration
import Connecting
import CurlTransport
import HTTPTransport

/// Whether anything can be sent with the `transport` section: its files are read, nothing is connected.
enum TransportCheck {
    static func findings(_ configuration: Configuration, trustedDirectory: String?) -> [Finding] {
        let settings: TransportSettings
        do {
            settings = try configuration.transportSettings(trustedDirectory: trustedDirectory)
        } catch {
            return error.problems.map { problem in
                Finding(
                    "transport", problem.file, .wrong, problem.description,
                    remedy: "one line, user:password, readable by the daemon's account alone")
            }
        }
        do {
            // Goes at once; it is made for what it refuses.
            _ = try CurlTransport(settings)
        } catch {
            return [
                Finding(
                    "transport", configuration.file, .wrong, error.message,
                    remedy: "correct transport.proxy or transport.caFile")
            ]
        }
        let proxy = settings.proxy.isEmpty ? "proxy as the environment says" : "proxy \(settings.proxy)"
        let trust = settings.caFile.isEmpty ? "the system's trust" : "the system's trust and \(settings.caFile)"
        return [
            Finding(
                "transport", "TLS \(settings.minimumTLS.rawValue) or newer", .ok, "\(proxy), \(trust)")
        ]
    }
}
