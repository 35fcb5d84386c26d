import ActionLog
import Configuration
import LazaretCore

/// What approve, deny, retry and cancel have in common: select, ask, decide, wake the daemon, report.
struct DecisionRun {
    private let verb: OperatorVerb
    private let options: DecisionOptions
    private let configuration: Configuration

    init(_ verb: OperatorVerb, _ options: DecisionOptions) throws {
        self.verb = verb
        self.options = options
        configuration = try options.config.load()
    }

    func run() async throws {
        let surroundings = Surroundings.current
        try checkSomebodyAnswers(surroundings)
        let decision = Decision(
            verb, actor: surroundings.login, comment: options.person.comment, rules: configuration.policy.rules)
        let report = DecisionReport(verb: verb, format: options.output.format, isNamed: !options.actions.isEmpty)
        do {
            try await LogAccess.with(configuration, .writer, hasChanged: { report.hasChanges }) { log in
                if !options.actions.isEmpty {
                    try await decide(decision, on: options.actions, log, report)
                } else {
                    try await decideSelected(decision, log, report)
                }
            }
        } catch {
            // What was decided before stands, is reported, and must be heard of.
            if report.hasChanges { Wakeup.ring(configuration) }
            try report.finish()
            throw error
        }
        if report.hasChanges {
            Wakeup.ring(configuration)
            remarks(surroundings, report)
        }
        try report.finish()
        try report.throwFailure()
    }

    /// Before anything is looked at: a script that would be asked fails in the same way whatever the log has.
    private func checkSomebodyAnswers(_ surroundings: Surroundings) throws {
        guard options.actions.isEmpty, !options.yes, surroundings.ask == nil else { return }
        let which = options.hash.map { "--sha1 \($0)" } ?? "--all"
        throw CommandFailure(
            .usage, "\(which): nobody is here to confirm; say --yes, or name the actions. Nothing was changed")
    }

    private func decideSelected(_ decision: Decision, _ log: ActionLog, _ report: DecisionReport) async throws {
        let selection = DecisionSelection(verb, sha1: options.hash)
        let (count, newest) = try await log.count(selection)
        let which = options.hash.map { " for \($0)" } ?? ""
        guard count > 0 else {
            throw CommandFailure(.nothingMatched, "no \(verb.adjective) action\(which): nothing to \(verb.rawValue)")
        }
        if !options.yes, let ask = Surroundings.current.ask {
            let others = verb == .cancel ? try await log.adopted(selection) : 0
            let whose = others > 0 ? " (\(others) of them adopted, begun by somebody else)" : ""
            guard ask("\(verb.rawValue) \(Count.of(count, "\(verb.adjective) action"))\(which)\(whose)?") else {
                throw CommandFailure(.failed, "not confirmed; nothing was changed")
            }
        }
        let progress = Progress("decided", of: count)
        defer { progress.finish() }
        var last: Int64 = 0
        while true {
            let actions = try await log.actions(selection, after: last, newest: newest)
            guard let end = actions.last else { return }
            try await decide(decision, on: actions, log, report)
            progress.count += actions.count
            last = end
        }
    }

    /// In transactions of a bounded size.
    private func decide(
        _ decision: Decision, on actions: [Int64], _ log: ActionLog, _ report: DecisionReport
    ) async throws {
        var rest = actions[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(ActionLog.decisionsAtOnce))
            rest = rest.dropFirst(part.count)
            for decided in try await log.decide(decision, on: part, at: Surroundings.current.now()) {
                report.add(decided)
            }
        }
    }

    /// What keeps a decision from having its effect now.
    private func remarks(_ surroundings: Surroundings, _ report: DecisionReport) {
        guard report.hasQueued else { return }
        if configuration.policy.rules.mode == .dryRun {
            surroundings.note("note: policy.mode is dryRun, so nothing is sent")
        }
        if let file = PauseFile.path(configuration) { surroundings.note("note: paused, \(PauseFile.reason(file))") }
    }
}

extension OperatorVerb {
    /// What an action is that the verb without a name is about.
    fileprivate var adjective: String {
        switch self {
        case .approve, .deny: "held"
        case .retry: "failed"
        case .cancel: "open"
        }
    }
}
