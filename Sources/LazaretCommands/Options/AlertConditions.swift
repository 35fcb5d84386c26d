import ActionLog
import ArgumentParser

/// Which alerts: shared by `alerts` and `export alerts`.
struct AlertConditions: ParsableArguments {
    @Option(help: "mapped, skipped, duplicate or rejected.")
    var outcome: String?
    @Option(help: "A tenant's name.")
    var tenant: String?
    @OptionGroup var period: PeriodOptions

    func validate() throws {
        if let outcome, !["mapped", "skipped", "duplicate", "rejected"].contains(outcome) {
            throw ValidationError("--outcome is one of mapped, skipped, duplicate, rejected")
        }
    }

    var filter: AlertFilter {
        var filter = AlertFilter()
        filter.outcome = outcome
        filter.tenant = tenant
        filter.since = period.start
        filter.until = period.end
        return filter
    }
}
