import LazaretCore

/// A name to look at, with what is known of it.
struct Candidate: Sendable {
    let entry: InboxEntry
    let directory: Directory
    let hint: Stillness.Hint?
    let seen: Stillness.Observation?
    /// As it was when it was recorded and could not be moved away.
    let unmovable: FileFacts?
}

/// What a look at one candidate found.
enum Finding: Sendable {
    case file(InboxFile)
    case wait(Stillness.Observation)
    case irregular(Irregularity)
    /// Recorded before, unmovable, and unchanged since.
    case recorded
    case gone
}

/// Looks at candidates one after the other and reads those that are ready.
struct FileReader: Sendable {
    let stillness: Stillness
    let safeFile: SafeFile

    /// The findings of the first candidates, in order: fewer than all where `budget` bytes are read or the process is out
    /// of descriptors or memory (`shortage`). Blocks.
    func read(
        _ candidates: [Candidate], budget: Int, now: Moment
    ) -> (findings: [Finding], bytes: Int, shortage: SystemFailure?) {
        var findings: [Finding] = []
        var bytes = 0
        for candidate in candidates where bytes <= budget {
            do throws(SystemFailure) {
                let finding = try look(at: candidate, now: now)
                if case .file(let file) = finding, case .bytes(let content) = file.content { bytes += content.count }
                findings.append(finding)
            } catch {
                if error.isExhaustion { return (findings, bytes, error) }
                findings.append(.irregular(.cannotBeRead(error)))
            }
        }
        return (findings, bytes, nil)
    }

    private func look(at candidate: Candidate, now: Moment) throws(SystemFailure) -> Finding {
        let (entry, directory) = (candidate.entry, candidate.directory)
        guard let facts = try directory.facts(of: entry.name) else { return .gone }
        guard facts.kind == .regular else { return .irregular(.notRegular(facts.kind)) }
        if facts == candidate.unmovable { return .recorded }
        switch stillness.judge(facts, hint: candidate.hint, seen: candidate.seen, now: now) {
        case .wait(let observation): return .wait(observation)
        case .ready(let isStill):
            switch try safeFile.read(entry.name, in: directory, expected: facts) {
            case .read(let handle, let facts, let bytes):
                return .file(
                    InboxFile(
                        entry: entry, directory: directory, handle: handle, facts: facts, content: .bytes(bytes),
                        isStill: isStill))
            case .refused(let handle, let facts, let refusal):
                return .file(
                    InboxFile(
                        entry: entry, directory: directory, handle: handle, facts: facts, content: .unread(refusal),
                        isStill: isStill))
            case .changed(let facts):
                return .wait(stillness.observe(facts, now: now))
            case .notRegular(let kind): return .irregular(.notRegular(kind))
            case .gone: return .gone
            }
        }
    }
}
