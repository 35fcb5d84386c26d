import DaemonRig

/// Alerts with invented values, the same for the same seed, and what must have become of all that were dropped.
///
/// Most are about a machine and a file of their own. Some are another alert about an earlier pair, some an earlier document
/// once more, some come several in a file, some files hold a line that is no JSON: each is a way to lose or to double something.
struct AlertStream {
    struct File: Hashable {
        var name: String
        var text: String
    }

    /// A machine and a file on it.
    struct Pair: Hashable, Comparable {
        var machine: String
        var sha1: String

        static func < (left: Pair, right: Pair) -> Bool { (left.machine, left.sha1) < (right.machine, right.sha1) }
    }

    private(set) var pairs: Set<Pair> = []
    private(set) var alertIDs: Set<String> = []
    private(set) var brokenLines = 0
    private var known: [Pair] = []
    private var documents: [String] = []
    private var numbers: SeededNumbers
    private var files = 0

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed)
    }

    mutating func next() -> File {
        files += 1
        switch Int.random(in: 0..<100, using: &numbers) {
        case 0..<8 where !known.isEmpty:
            let pair = known[Int.random(in: 0..<known.count, using: &numbers)]
            return File(name: "again-\(files).json", text: document(pair))
        case 8..<14 where !documents.isEmpty:
            let old = documents[Int.random(in: 0..<documents.count, using: &numbers)]
            return File(name: "copy-\(files).json", text: old)
        case 14..<22:
            let lines = (0..<Int.random(in: 2...4, using: &numbers)).map { _ in document(newPair()) }
            return File(name: "lines-\(files).jsonl", text: lines.joined(separator: "\n"))
        case 22..<26:
            brokenLines += 1
            return File(name: "broken-\(files).jsonl", text: document(newPair()) + "\n{\"number\": \(files),}\n")
        default:
            return File(name: "alert-\(files).json", text: document(newPair()))
        }
    }

    private mutating func newPair() -> Pair {
        let pair = Pair(machine: numbers.hex40(), sha1: numbers.hex40())
        known.append(pair)
        pairs.insert(pair)
        return pair
    }

    private mutating func document(_ pair: Pair) -> String {
        let id = "alert-\(alertIDs.count + 1)"
        alertIDs.insert(id)
        let text = """
            {"alertId": "\(id)", "machineId": "\(pair.machine)", "sha1": "\(pair.sha1)", "comment": "Alert \(id)", \
            "severity": "high"}
            """
        documents.append(text)
        return text
    }
}
