import AlertMapping
import ArgumentParser

/// Bytes a second of the processor through the strict JSON gate, on one thread, for documents of different make.
struct GateBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate", abstract: "The strict JSON reader: MB/s by kind of document.")

    @Option(help: "Bytes read for each kind of document, in MiB.")
    var volume = 512

    func run() throws {
        let gate = JSONGate()
        print("kind              document B        MB/s")
        for (name, text) in Self.documents {
            let bytes = Array(text.utf8)[...]
            let rounds = max(1, volume * 1_048_576 / bytes.count)
            let start = ThreadTime.seconds
            for _ in 0..<rounds { _ = try gate.check(bytes) }
            let seconds = ThreadTime.seconds - start
            let rate = Double(rounds * bytes.count) / 1e6 / seconds
            print(Report.line([(name, 16), (String(bytes.count), -12), (String(Int(rate)), -12)]))
        }
    }

    private static var documents: [(name: String, text: String)] {
        let file = """
            {"entityType": "File", "sha1": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01", "sha256": null, "fileName": "invoice.exe",
             "filePath": "C:\\\\Users\\\\Public\\\\Downloads", "detectionStatus": "Detected", "processId": 4711}
            """
        let evidence = Array(repeating: file, count: 12).joined(separator: ", ")
        let alert =
            #"{"id": "da100000000000000001_1", "severity": "High", "machineId": "\#(String(repeating: "a", count: 40))", "evidence": [\#(evidence)]}"#
        return [
            ("alert", alert),
            (
                "long strings",
                #"{"text": "\#(String(repeating: "The quick brown fox jumps over the lazy dog. ", count: 400))"}"#
            ),
            ("not ASCII", #"{"text": "\#(String(repeating: "Zoë naïve 東京 ", count: 400))"}"#),
            ("numbers", "[" + (0..<2000).map { "\($0 * 7919).25" }.joined(separator: ",") + "]"),
            ("escapes", #"["\#(String(repeating: #"\\u00e9\n\\t"#, count: 400))"]"#),
        ]
    }
}
