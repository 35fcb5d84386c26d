/// What Defender knows of a machine, as far as a rule may ask (defender-api, section 6.2). Absent fields are nil.
public struct MachineRecord: Hashable, Sendable {
    public var id: String
    public var computerDNSName: String?
    /// `Windows10`, `Windows11`, `WindowsServer2019`, `Linux`, `macOS`, …
    public var osPlatform: String?
    /// `Active`, `Inactive`, `ImpairedCommunication`, `NoSensorData`, …
    public var healthStatus: String?
    /// `onboarded`, `CanBeOnboarded`, `Unsupported`, `InsufficientInfo`; the letter case varies.
    public var onboardingStatus: String?
    public var tags: [String]
    /// `Normal`, `Low`, `High`
    public var deviceValue: String?
    public var rbacGroupName: String?
    /// Set where this record was merged into another: only that other one is alive.
    public var mergedIntoMachineID: String?
    public var isExcluded: Bool?
    /// The last full report, about daily; not the portal's value.
    public var lastSeen: Instant?

    public init(
        id: String, computerDNSName: String? = nil, osPlatform: String? = nil, healthStatus: String? = nil,
        onboardingStatus: String? = nil, tags: [String] = [], deviceValue: String? = nil,
        rbacGroupName: String? = nil, mergedIntoMachineID: String? = nil, isExcluded: Bool? = nil,
        lastSeen: Instant? = nil
    ) {
        self.id = id
        self.computerDNSName = computerDNSName
        self.osPlatform = osPlatform
        self.healthStatus = healthStatus
        self.onboardingStatus = onboardingStatus
        self.tags = tags
        self.deviceValue = deviceValue
        self.rbacGroupName = rbacGroupName
        self.mergedIntoMachineID = mergedIntoMachineID
        self.isExcluded = isExcluded
        self.lastSeen = lastSeen
    }
}
