/// The `policy.lookups` and `policy.lookupRules` keys: what is asked of Defender before acting, and what the answers mean.
public struct LookupRules: Hashable, Sendable {
    public enum Scope: String, CaseIterable, Sendable {
        case off, machine, file, all
    }

    /// What a rule says where its case is met.
    public enum Choice: String, CaseIterable, Sendable {
        case allow, hold, deny
    }

    /// What is said where Defender gives no answer: a permission is missing, or several tries failed.
    public enum Fallback: String, CaseIterable, Sendable {
        case allow, hold
    }

    public var scope: Scope
    /// How long an answer is used again.
    public var lifetime: Duration
    public var whenUnavailable: Fallback
    /// Patterns over machine tags; a machine with such a tag is denied.
    public var protectedTags: [NamePattern]
    /// `deviceValue` High.
    public var highValue: Choice
    /// A platform on which Defender does not carry out the action (everything but Windows).
    public var unsupportedOS: Choice
    /// `onboardingStatus` other than onboarded.
    public var notOnboarded: Choice
    /// The record was merged into another machine's.
    public var merged: Choice
    /// Defender does not know the machine (404).
    public var unknownMachine: Choice
    /// Patterns over the signer of a file whose certificate is valid.
    public var trustedSigners: [NamePattern]
    public var trustedSigner: Choice
    /// A file seen on more machines in the world than this is held for a person; nil is off.
    public var maximumPrevalence: Int?

    /// The service refuses these by itself; asking first keeps the refusal out of the log.
    public static let microsoft: [NamePattern] = ["Microsoft Corporation", "Microsoft Windows", "Microsoft Windows *"]

    public init(
        scope: Scope = .off, lifetime: Duration = .seconds(3600), whenUnavailable: Fallback = .allow,
        protectedTags: [NamePattern] = [], highValue: Choice = .hold, unsupportedOS: Choice = .deny,
        notOnboarded: Choice = .hold, merged: Choice = .hold, unknownMachine: Choice = .hold,
        trustedSigners: [NamePattern] = Self.microsoft, trustedSigner: Choice = .deny,
        maximumPrevalence: Int? = nil
    ) {
        self.scope = scope
        self.lifetime = lifetime
        self.whenUnavailable = whenUnavailable
        self.protectedTags = protectedTags
        self.highValue = highValue
        self.unsupportedOS = unsupportedOS
        self.notOnboarded = notOnboarded
        self.merged = merged
        self.unknownMachine = unknownMachine
        self.trustedSigners = trustedSigners
        self.trustedSigner = trustedSigner
        self.maximumPrevalence = maximumPrevalence
    }

    public var asksMachine: Bool { scope == .machine || scope == .all }
    public var asksFile: Bool { scope == .file || scope == .all }

    /// Whether this lane's questions are asked.
    public func asks(_ operation: Operation) -> Bool {
        switch operation {
        case .machine: asksMachine
        case .file: asksFile
        case .submit, .find, .list, .get, .cancel, .token: false
        }
    }
}
