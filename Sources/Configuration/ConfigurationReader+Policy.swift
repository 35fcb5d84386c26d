import LazaretCore

extension ConfigurationReader {
    func policy(_ section: YAMLSection) -> PolicySection {
        var rules = PolicyRules()
        rules.mode = section.choice("mode", rules.mode)
        rules.minimumSeverity = section.choice("minimumSeverity", rules.minimumSeverity)
        rules.severityWhenMissing = section.choice("severityWhenMissing", rules.severityWhenMissing)
        rules.maximumAlertAge = section.duration("maximumAlertAge", rules.maximumAlertAge)
        rules.skipHandled = section.flag("skipHandled", rules.skipHandled)
        rules.suppressRepeats = section.duration("suppressRepeats", rules.suppressRepeats, minimum: .zero)
        limits(section, &rules)
        rules.lookups = lookups(section)
        rules.canary = section.integer("canary", rules.canary, in: 0...1_000_000)
        rules.approvalTimeout = section.duration("approvalTimeout", rules.approvalTimeout)
        rules.approvalByOther = section.flag("approvalByOther", rules.approvalByOther)
        let policy = PolicySection(
            rules: rules,
            protectedFiles: section.optionalText("protectedFiles").map { absolute($0, below: directory) },
            protectedMachines: section.optionalText("protectedMachines").map { absolute($0, below: directory) })
        section.finish()
        return policy
    }

    /// No `limits:` at all: the defaults. With one, a key left out is off (contract, section 8).
    private func limits(_ section: YAMLSection, _ rules: inout PolicyRules) {
        guard section.has("limits") else {
            _ = section.node("limits")
            return
        }
        let limits = section.section("limits")
        rules.machinesPerFile = limit(limits, "machinesPerFile")
        rules.actionsPerMachine = limit(limits, "actionsPerMachine")
        rules.actions = limit(limits, "actions")
        limits.finish()
    }

    private func limit(_ limits: YAMLSection, _ key: String) -> PolicyRules.Limit? {
        guard limits.has(key) else {
            _ = limits.node(key)
            return nil
        }
        let section = limits.section(key)
        let limit = PolicyRules.Limit(
            count: section.integer("count", 0, in: 0...1_000_000_000), per: section.duration("per", .seconds(3600)))
        for key in ["count", "per"] where !section.has(key) { section.report(key, "is required") }
        section.finish()
        return limit
    }

    /// `off` is a truth value in YAML 1.1, a word here.
    private func lookups(_ section: YAMLSection) -> LookupRules {
        let defaults = LookupRules()
        let keys = section.section("lookupRules")
        let prevalence = keys.integer("maximumPrevalence", 0, in: 0...1_000_000_000_000)
        let rules = LookupRules(
            scope: section.choice("lookups", .off), lifetime: keys.duration("lifetime", defaults.lifetime),
            whenUnavailable: keys.choice("whenUnavailable", defaults.whenUnavailable),
            protectedTags: patterns(keys, "protectedTags", []),
            highValue: keys.choice("highValue", defaults.highValue),
            unsupportedOS: keys.choice("unsupportedOS", defaults.unsupportedOS),
            notOnboarded: keys.choice("notOnboarded", defaults.notOnboarded),
            merged: keys.choice("merged", defaults.merged),
            unknownMachine: keys.choice("unknownMachine", defaults.unknownMachine),
            trustedSigners: patterns(keys, "trustedSigners", defaults.trustedSigners),
            trustedSigner: keys.choice("trustedSigner", defaults.trustedSigner),
            maximumPrevalence: prevalence == 0 ? nil : prevalence)
        if !rules.protectedTags.isEmpty, !rules.asksMachine {
            keys.report("protectedTags", "needs lookups: machine or all, else no tag is ever read")
        }
        keys.finish()
        return rules
    }

    private func patterns(_ section: YAMLSection, _ key: String, _ fallback: [NamePattern]) -> [NamePattern] {
        let texts = section.texts(key, fallback.map(\.description))
        if texts.contains(where: \.isEmpty) { section.report(key, "must not hold an empty pattern") }
        return texts.map { NamePattern($0) }
    }
}
