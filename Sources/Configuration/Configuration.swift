public import LazaretCore

/// The whole configuration file, read, checked and with every path made absolute (contract, section 2).
///
/// A value: a reload makes a new one. Secrets are never in it, only the names of the files that hold them.
public struct Configuration: Sendable, Equatable {
    /// The file it came from, for messages.
    public var file: String
    public var stateDirectory: String
    public var inbox: InboxSection
    public var mapping: MappingSection
    /// One or more; the first takes what names no tenant.
    public var tenants: [TenantSection]
    public var transport: TransportSection
    public var throttle: ThrottlePolicy
    public var retry: RetryPolicy
    public var tracking: TrackingPolicy
    public var policy: PolicySection
    public var log: LogSection
    public var http: ListenAddress?
    public var retention: RetentionSection

    public var databasePath: String { path(of: .actionLog) }

    public var tenantDirectory: TenantDirectory {
        TenantDirectory(entries: tenants.map { .init(name: $0.name, tenantID: $0.tenantID) })
    }
}

public struct InboxSection: Sendable, Equatable {
    public var directory: String
    public var accepted: String
    public var rejected: String
    /// Nil: off.
    public var outbox: String?
    /// Bytes.
    public var maximumFileSize: Int
    public var settle: Duration
    public var rescan: Duration
    /// Nil: keep for ever.
    public var retention: Duration?
}

public struct MappingSection: Sendable, Equatable {
    public var directory: String
    public var extraDirectory: String
    public var order: [String]
    public var maximumOrdersPerFile: Int
    public var workers: Int
    public var timeout: Duration
}

public struct TenantSection: Sendable, Equatable {
    public var name: String
    public var tenantID: String
    public var clientID: String
    public var cloud: Cloud
    public var apiBase: String
    public var authority: String
    public var scope: String
    public var credential: CredentialSection
}

/// Exactly one kind. Paths are absolute.
public enum CredentialSection: Sendable, Equatable {
    public enum Signature: String, CaseIterable, Sendable {
        case ps256 = "PS256"
        case rs256 = "RS256"
    }

    case clientSecret(file: String)
    /// `password` nil: the key is not encrypted.
    case certificate(file: String, privateKey: String, password: String?, signature: Signature)
    case federatedToken(file: String)
    case managedIdentity(ManagedIdentitySection)

    /// The files it needs, for `check`.
    public var files: [String] {
        switch self {
        case .clientSecret(let file), .federatedToken(let file): [file]
        case .certificate(let file, let key, let password, _): [file, key] + (password.map { [$0] } ?? [])
        case .managedIdentity: []
        }
    }
}

/// Which of the machine's identities: at most one id, and none for the one that the system assigned.
public struct ManagedIdentitySection: Sendable, Equatable {
    public var clientID: String?
    public var objectID: String?
    /// An Azure resource id.
    public var resourceID: String?

    public init(clientID: String? = nil, objectID: String? = nil, resourceID: String? = nil) {
        self.clientID = clientID
        self.objectID = objectID
        self.resourceID = resourceID
    }
}

public struct TransportSection: Sendable, Equatable {
    public enum TLSVersion: String, CaseIterable, Sendable {
        case v12 = "1.2"
        case v13 = "1.3"
    }

    public var connectTimeout: Duration
    public var timeout: Duration
    /// Empty: libcurl's own reading of HTTPS_PROXY.
    public var proxy: String
    public var noProxy: String
    /// Holds `user:password` of the proxy, on one line. Nil: none.
    public var proxyCredentialFile: String?
    /// Trusted besides the system's. Nil: none.
    public var caFile: String?
    public var minimumTLS: TLSVersion
}

public struct PolicySection: Sendable, Equatable {
    /// Everything but the two lists, which ``ProtectedLists`` reads from their files.
    public var rules: PolicyRules
    public var protectedFiles: String?
    public var protectedMachines: String?
}

public struct LogSection: Sendable, Equatable {
    public enum Level: String, CaseIterable, Sendable {
        case trace, debug, info, notice, warning, error, critical
    }

    public enum Format: String, CaseIterable, Sendable {
        case auto, text, json, journal
    }

    public var level: Level
    public var format: Format
}

public struct ListenAddress: Sendable, Equatable {
    /// A loopback address, without brackets.
    public var host: String
    /// 0: any free port.
    public var port: Int
}

public struct RetentionSection: Sendable, Equatable {
    /// Nil: keep for ever.
    public var actions: Duration?
}
