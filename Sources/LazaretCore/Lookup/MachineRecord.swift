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
    /// Set where this record was merged into another: only that other one is alive.
    public var mergedIntoMachineID: String?

    public init(
        id: String, computerDNSName: String? = nil, osPlatform: String? = nil, healthStatus: String? = nil,
        onboardingStatus: String? = nil, tags: [String] = [], deviceValue: String? = nil,
        mergedIntoMachineID: String? = nil
    ) {
        self.id = id
        self.computerDNSName = computerDNSName
        self.osPlatform = osPlatform
        self.healthStatus = healthStatus
        self.onboardingStatus = onboardingStatus
        self.tags = tags
        self.deviceValue = deviceValue
        self.mergedIntoMachineID = mergedIntoMachineID
    }
}
