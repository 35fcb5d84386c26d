/// The rules over Defender's answers. What is not known objects to nothing, save where the configuration says otherwise.
struct LookupVerdicts {
    let rules: LookupRules
    let machine: LookedUp<MachineRecord>
    let file: LookedUp<FileRecord>
    /// A person let the action through: it is not held again. What is denied stays so.
    let approved: Bool

    typealias Answer = (Verdict, String)

    func judge(_ rule: Rule) -> Answer {
        switch rule {
        case .machineRecord: machineRecord
        case .machineTags: ofMachine(tags)
        case .deviceValue: ofMachine(deviceValue)
        case .operatingSystem: ofMachine(operatingSystem)
        case .onboarding: ofMachine(onboarding)
        case .signer: ofFile(signer)
        case .prevalence: ofFile(prevalence)
        case .lookup: lookup
        case .handled, .severity, .age, .protectedFile, .protectedMachine, .repeats, .fileLimit, .machinesPerFile,
            .actionsPerMachine, .actions, .canary, .mode:
            (.allow, "not about Defender's answers")
        }
    }

    /// Whether the answers that are asked for are there.
    private var lookup: Answer {
        if rules.scope == .off { return (.allow, "off") }
        let missing = [
            (rules.asksMachine && machine == .unavailable, "machine"), (rules.asksFile && file == .unavailable, "file"),
        ]
        .filter(\.0).map(\.1)
        guard !missing.isEmpty else { return (.allow, rules.scope.rawValue) }
        let detail = "no answer about the " + missing.joined(separator: " and the ")
        return hold(.lookupUnavailable, detail, rules.whenUnavailable == .hold)
    }

    private var machineRecord: Answer {
        if rules.asksMachine, machine == .notFound {
            return apply(rules.unknownMachine, .unknownMachine, "Defender does not know the machine")
        }
        return ofMachine { record in
            guard let target = record.mergedIntoMachineID, !target.isEmpty else { return (.allow, "known") }
            return apply(rules.merged, .mergedMachine, "this record was merged into machine \(target)")
        }
    }

    private func ofMachine(_ rule: (MachineRecord) -> Answer) -> Answer {
        guard rules.asksMachine else { return (.allow, "off") }
        switch machine {
        case .known(let record): return rule(record)
        case .notFound: return (.allow, "Defender does not know the machine")
        case .notAsked: return (.allow, "asked before it is sent")
        case .unavailable: return (.allow, "no answer")
        }
    }

    private func tags(_ record: MachineRecord) -> Answer {
        for tag in record.tags {
            if let pattern = rules.protectedTags.first(where: { $0.matches(tag) }) {
                return (.deny(.protectedTag), "tag \(tag) is protected by \(pattern)")
            }
        }
        return (.allow, record.tags.isEmpty ? "no tags" : "tags " + record.tags.joined(separator: ", "))
    }

    private func deviceValue(_ record: MachineRecord) -> Answer {
        let value = record.deviceValue ?? "not set"
        guard value.lowercased() == "high" else { return (.allow, value) }
        return apply(rules.highValue, .highValue, "device value \(value)")
    }

    /// Stop and quarantine is carried out on Windows alone. (defender-api, section 1.2)
    private func operatingSystem(_ record: MachineRecord) -> Answer {
        guard let platform = record.osPlatform, !platform.isEmpty else { return (.allow, "not known") }
        guard !platform.lowercased().hasPrefix("windows") else { return (.allow, platform) }
        return apply(rules.unsupportedOS, .unsupportedOS, "platform \(platform)")
    }

    private func onboarding(_ record: MachineRecord) -> Answer {
        guard let status = record.onboardingStatus, !status.isEmpty else { return (.allow, "not known") }
        guard status.lowercased() != "onboarded" else { return (.allow, status) }
        return apply(rules.notOnboarded, .notOnboarded, "onboarding status \(status)")
    }

    private func ofFile(_ rule: (FileRecord) -> Answer) -> Answer {
        guard rules.asksFile else { return (.allow, "off") }
        switch file {
        case .known(let record): return rule(record)
        // A new malware is often unknown. (defender-api, section 6.3)
        case .notFound: return (.allow, "Defender does not know the file: no objection")
        case .notAsked: return (.allow, "asked before it is sent")
        case .unavailable: return (.allow, "no answer")
        }
    }

    /// A signature counts only where the certificate is valid.
    private func signer(_ record: FileRecord) -> Answer {
        guard let signer = record.signer, !signer.isEmpty else { return (.allow, "not signed") }
        guard record.isValidCertificate == true else { return (.allow, "\(signer), certificate not valid") }
        guard let pattern = rules.trustedSigners.first(where: { $0.matches(signer) }) else {
            return (.allow, "signed by \(signer)")
        }
        return apply(rules.trustedSigner, .trustedSigner, "signed by \(signer), trusted as \(pattern)")
    }

    private func prevalence(_ record: FileRecord) -> Answer {
        guard let prevalence = record.globalPrevalence else { return (.allow, "not known") }
        guard let maximum = rules.maximumPrevalence else { return (.allow, "\(prevalence), no maximum") }
        return hold(.prevalent, "seen on \(prevalence) machines, maximum \(maximum)", prevalence > maximum)
    }

    private func apply(_ choice: LookupRules.Choice, _ reason: Reason, _ detail: String) -> Answer {
        switch choice {
        case .allow: (.allow, detail)
        case .hold: hold(reason, detail, true)
        case .deny: (.deny(reason), detail)
        }
    }

    private func hold(_ reason: Reason, _ detail: String, _ isMet: Bool) -> Answer {
        guard isMet else { return (.allow, detail) }
        return approved ? (.allow, detail + ", approved") : (.hold(reason), detail)
    }
}
