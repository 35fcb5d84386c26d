import LazaretCore

extension MachineRecord {
    /// Nil where there is no JSON object with an id. (defender-api, section 6.2)
    init?(json: [UInt8]) {
        guard let object = LenientObject(json), let id = object.string("id"), !id.isEmpty else { return nil }
        self.init(
            id: id,
            computerDNSName: object.string("computerDnsName"),
            osPlatform: object.string("osPlatform"),
            healthStatus: object.string("healthStatus"),
            onboardingStatus: object.string("onboardingStatus"),
            tags: object.strings("machineTags"),
            deviceValue: object.string("deviceValue"),
            mergedIntoMachineID: object.string("mergedIntoMachineId")
        )
    }
}
