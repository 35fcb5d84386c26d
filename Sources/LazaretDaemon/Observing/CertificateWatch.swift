import DefenderAPI
import LazaretCore
import Logging
import StatusServer

/// Looks at every tenant's certificate at the start and twice a day: the metric always, a warning from thirty days before its
/// end on. It looks at files alone, so that a first token is not needed to know.
struct CertificateWatch: Sendable {
    let tenants: [(name: String, store: CredentialStore)]
    let logger: Logger
    let metrics: Metrics
    let time: any TimeSource

    private static let interval: Duration = .seconds(12 * 3600)

    /// Until cancelled.
    func run() async {
        while !Task.isCancelled {
            await look()
            do { try await time.sleep(until: time.now().steady + Self.interval) } catch { return }
        }
    }

    func look() async {
        let now = time.now().wall
        for tenant in tenants {
            do {
                let facts = try await tenant.store.inspect()
                guard let validity = facts.validity(at: now), let end = facts.certificateNotAfter else { continue }
                metrics.set(
                    "lazaret_certificate_expiry_timestamp_seconds", Double(end.milliseconds) / 1000,
                    [("tenant", tenant.name)])
                warn(validity, end, tenant.name)
            } catch {
                logger.warning(
                    "the credential cannot be used", ["tenant": "\(tenant.name)", "message": "\(error.message)"])
            }
        }
    }

    private func warn(_ validity: CredentialFacts.Validity, _ end: Instant, _ tenant: String) {
        let fields: Logger.Metadata = ["tenant": "\(tenant)", "until": "\(end)"]
        switch validity {
        case .good: break
        case .endsSoon(let days):
            logger.warning("the certificate expires soon", fields.merging(["days": "\(days)"]) { $1 })
        case .notYet: logger.error("the certificate is not valid yet", fields)
        case .ended: logger.error("the certificate has expired", fields)
        }
    }
}
