import LazaretCore

extension ConfigurationReader {
    func policy(_ section: YAMLSection, mapping root: YAMLSection) -> PolicySection {
        var rules = PolicyRules()
        rules.mode = section.choice("mode", .dryRun)
        rules.minimumSeverity = section.choice("minimumSeverity", .medium)
        rules.severityWhenMissing = section.choice("severityWhenMissing", .medium)
        rules.maximumAlertAge = section.duration("maximumAlertAge", .seconds(24 * 3600))
        rules.skipHandled = section.flag("skipHandled", true)
        rules.suppressRepeats = section.duration("suppressRepeats", .seconds(24 * 3600), minimum: .zero)
        limits(section, &rules)
        rules.canary = section.integer("canary", 3, in: 0...1_000_000)
        rules.approvalTimeout = section.duration("approvalTimeout", .seconds(24 * 3600))
        rules.approvalByOther = section.flag("approvalByOther", false)
        let policy = PolicySection(
            rules: rules,
            protectedFiles: section.optionalText("protectedFiles").map { absolute($0, below: directory) },
            protectedMachines: section.optionalText("protectedMachines").map { absolute($0, below: directory) },
            lookups: lookups(section))
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
    private func lookups(_ section: YAMLSection) -> PolicySection.Lookups {
        section.choice("lookups", .off)
    }
}
