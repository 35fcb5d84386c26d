import BlockingWork
public import LazaretCore

/// Takes alert files from the inbox into the action log, and puts them away: accepted or rejected.
///
/// A file leaves the inbox only after its alerts are durable. Hints (inotify), wake-ups and timers may all be lost: the
/// periodic scan finds what there is. Nothing of a file is decided by two looks at its name.
///
/// Cancel the task that runs it to stop: what is with the action log at that moment is finished and put away, everything else
/// stays in the inbox. Run it once.
public final class IntakeService: Sendable {
    let settings: InboxSettings
    let mapper: any AlertMapper
    let log: any IntakeLog
    let rules: @Sendable () -> IntakeRules
    let time: any TimeSource
    let watcher: DirectoryWatcher?
    let archive: Archive
    let reader: FileReader
    private let report: @Sendable (IntakeEvent) -> Void
    private let box = TriggerBox()
    private let pulses = IntakePulses()

    // One thread's worth each: the disk is read, looked at again and written while the others work.
    let readQueue = BlockingQueue("lazaret.inbox.read")
    let commitQueue = BlockingQueue("lazaret.inbox.commit")
    let archiveQueue = BlockingQueue("lazaret.inbox.archive")

    /// - Parameters:
    ///   - rules: asked once a transaction, so that a reload takes effect at once.
    ///   - watcher: nil where the machine gives no inotify (report that); then only the periodic scan works.
    ///   - report: told everything; must not block.
    public convenience init(
        settings: InboxSettings, mapper: any AlertMapper, log: any IntakeLog,
        rules: @escaping @Sendable () -> IntakeRules, time: any TimeSource, watcher: DirectoryWatcher?,
        report: @escaping @Sendable (IntakeEvent) -> Void
    ) {
        self.init(
            settings: settings, mapper: mapper, log: log, rules: rules, time: time, watcher: watcher, report: report,
            probe: { (_) throws(SystemFailure) in })
    }

    init(
        settings: InboxSettings, mapper: any AlertMapper, log: any IntakeLog,
        rules: @escaping @Sendable () -> IntakeRules, time: any TimeSource, watcher: DirectoryWatcher?,
        report: @escaping @Sendable (IntakeEvent) -> Void, probe: @escaping ArchiveProbe
    ) {
        self.settings = settings
        self.mapper = mapper
        self.log = log
        self.rules = rules
        self.time = time
        self.watcher = watcher
        self.report = report
        archive = Archive(accepted: settings.accepted, rejected: settings.rejected, probe: probe)
        reader = FileReader(
            stillness: Stillness(settle: settings.settle, writerPatience: settings.writerPatience),
            safeFile: SafeFile(maximumSize: settings.maximumFileSize))
    }

    /// The names that intake's own watcher needs to hear of; sub-directories are always told of.
    public static let watches: DirectoryWatcher.Filter = { AlertFileName.matches($0) }

    /// A scan now, as at every `rescan`.
    public func nudge() { add(.rescan) }

    /// The parts that have been at the same thing for longer than `limit`; empty while all is well, and while there is nothing to
    /// do. Mapping has the time that all its files may take one after another.
    public func wedged(for limit: Duration, mapping: Duration, at now: Steady) -> [IntakePart] {
        pulses.silent(for: limit, at: now).filter { $0 != .mapping }
            + pulses.silent(for: mapping, at: now).filter { $0 == .mapping }
    }

    /// Until cancelled: hints of the watcher, a scan every `rescan`, and ``nudge()``.
    public func run() async {
        await withTaskGroup { group in
            if let watcher {
                group.addTask { for await hints in watcher.hints { self.add(.hints(hints)) } }
            }
            group.addTask {
                while !Task.isCancelled {
                    // sleep throws only when cancelled, which ends the loop.
                    try? await self.time.sleep(until: self.time.now().steady + self.settings.rescan)
                    self.add(.rescan)
                }
            }
            group.addTask { await self.work() }
            await group.waitForAll()
        }
    }

    /// Until cancelled, or until `triggers` end and all that is ready is taken in and put away. Begins with a scan.
    public func run<Triggers: AsyncSequence & Sendable>(triggers: Triggers) async
    where Triggers.Element == IntakeTrigger, Triggers.Failure == Never {
        await withTaskGroup { group in
            group.addTask {
                for await trigger in triggers { self.add(trigger) }
                self.box.finish()
            }
            group.addTask { await self.work() }
            await group.waitForAll()
        }
    }
}

extension IntakeService {
    private func add(_ trigger: IntakeTrigger) {
        pulses.call(at: time.now().steady)
        box.add(trigger)
    }

    private func run(_ effect: IntakeEffect) async {
        let end = await perform(effect)
        let now = time.now().steady
        pulses.end(effect.part, at: now)
        pulses.call(at: now)
        box.add(end)
    }

    private func work() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                await work(&group)
                group.cancelAll()
            }
        } onCancel: {
            box.signal.raise()
        }
    }

    private func work(_ group: inout DiscardingTaskGroup) async {
        var machine = IntakeMachine(settings: settings)
        var alarms = Alarms()
        while true {
            pulses.turn()
            if Task.isCancelled { machine.isStopping = true }
            // Asked before the triggers are taken: what came before the end is looked at.
            let isFinished = box.isFinished
            let now = time.now()
            for end in box.takeEnds() { machine.handle(end, at: now) }
            if machine.hasRoomForTriggers { machine.absorb(box.take()) }
            for effect in machine.effects(at: now.steady) {
                pulses.begin(effect.part, at: now.steady)
                group.addTask { await self.run(effect) }
            }
            for event in machine.takeEvents() { report(event) }
            if isOver(machine, isFinished) { return }
            if !machine.isStopping, let deadline = alarms.set(machine.nextLook(after: now.steady), now: now.steady) {
                group.addTask {
                    // sleep throws only when cancelled, which is the end of the alarm too.
                    try? await self.time.sleep(until: deadline)
                    self.box.signal.raise()
                }
            }
            await box.signal.waitUntilRaised()
        }
    }

    private func isOver(_ machine: IntakeMachine, _ isFinished: Bool) -> Bool {
        if machine.isStopping { return !machine.isCommitting && !machine.isArchiving && machine.owed.isEmpty }
        return machine.isIdle && isFinished
    }
}
