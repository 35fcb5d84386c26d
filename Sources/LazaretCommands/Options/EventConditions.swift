import ActionLog
import ArgumentParser

/// Which events: shared by `watch` and `export events`.
struct EventConditions: ParsableArguments {
    @Option(help: ArgumentHelp("Of one action.", valueName: "action_id"))
    var action: Int64?
    @Option(help: "By whom: daemon, or a person's login.")
    var actor: String?
    @Option(help: "Of actions of a machine: its id or DNS name.")
    var machine: String?
    @Option(help: "Of actions for a file: its SHA-1.")
    var sha1: String?
    @Option(help: "Of a tenant's actions.")
    var tenant: String?

    var filter: EventFilter {
        var filter = EventFilter()
        filter.action = action
        filter.actor = actor
        filter.machine = machine
        filter.sha1 = sha1
        filter.tenant = tenant
        return filter
    }
}
