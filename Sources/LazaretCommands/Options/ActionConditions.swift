import ActionLog
import ArgumentParser
import LazaretCore

/// Which actions: shared by `actions` and `export actions`.
struct ActionConditions: ParsableArguments {
    @Option(parsing: .singleValue, help: "Only these states (may be given more than once, or with commas).")
    var state: [String] = []
    @Option(help: "Defender's status: Pending, InProgress, Succeeded, Failed, TimeOut, Cancelled.")
    var status: String?
    @Option(help: "A machine's id or DNS name.")
    var machine: String?
    @Option(help: "A file's SHA-1.")
    var sha1: String?
    @Option(help: "The producer's id of an alert.")
    var alert: String?
    @Option(help: "A tenant's name.")
    var tenant: String?
    @OptionGroup var period: PeriodOptions

    func validate() throws {
        // A state that is left empty asks for none, never for all.
        for word in states where ActionState(rawValue: word) == nil {
            let known = ActionState.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("there is no state \"\(word)\"; the states are \(known)")
        }
    }

    var filter: ActionFilter {
        var filter = ActionFilter()
        filter.states = states
        filter.status = status
        filter.machine = machine
        filter.sha1 = sha1
        filter.alert = alert
        filter.tenant = tenant
        filter.since = period.start
        filter.until = period.end
        return filter
    }

    private var states: [String] {
        state.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
}
