import ArgumentParser
import LazaretCore

struct PeriodOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From this time on: RFC 3339, a date, or 90s, 15m, 24h, 30d ago.", valueName: "time"))
    var since: TimeArgument?
    @Option(help: ArgumentHelp("Before this time.", valueName: "time"))
    var until: TimeArgument?

    private var now: Instant { Surroundings.current.now().wall }

    var start: Instant? { since?.instant(now: now) }
    var end: Instant? { until?.instant(now: now) }
}
