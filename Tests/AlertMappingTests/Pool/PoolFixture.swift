import AlertMapping
import Foundation
import LazaretCore
import Testing

/// The `lazaret` executable stands beside the test bundle, in the build directory.
let lazaretExecutable: String = {
    let candidates = ([Bundle.main.bundlePath] + CommandLine.arguments.prefix { $0 != "--" }).flatMap { path in
        [path, URL(fileURLWithPath: path).deletingLastPathComponent().path].map { $0 + "/lazaret" }
    }
    let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
    return found ?? FileManager.default.currentDirectoryPath + "/.build/debug/lazaret"
}()

/// Programs of invented alerts: `order` maps, the others misbehave when a document asks for it.
enum TestPrograms {
    static let order = #"""
        if .kind? == "order" then {machineId: .machine, sha1: .file, comment: "test", alertId: .id} else empty end
        """#
    static let misbehave = #"""
        if .kind? == "abort" then 1e300 | todate
        elif .kind? == "segfault" then reduce range(1500000) as $i (1; [.]) | tojson
        elif .kind? == "loop" then def f: f; f
        elif .kind? == "recursion" then def f: 1 + f; f
        elif .kind? == "flood" then range(200000) | {skip: "again"}
        elif .kind? == "bomb" then reduce range(40) as $i ("xxxxxxxxxxxxxxxx"; . + .) | length
        elif .kind? == "shout" then error("loud")
        elif .kind? == "half" then {skip: "first"}, error("then not")
        elif .kind? == "halt" then halt
        elif .kind? == "environment" then {skip: ($ENV | tojson)}
        elif .kind? == "file" then "passwd" | modulemeta
        elif .kind? == "zone" then {skip: (0 | localtime | mktime | tostring)}
        elif .kind? == "sort" then {skip: ([range(200000)] | sort_by(-.) | length | tostring)}
        elif .kind? == "input" then {skip: ([inputs] | length | tostring)}
        else empty end
        """#

    static var sources: MappingSources {
        get throws {
            try MappingSources([
                MappingSources.Program(name: "misbehave", text: misbehave),
                MappingSources.Program(name: "order", text: order),
            ])
        }
    }
}

enum Documents {
    static func order(_ number: Int = 1) -> [UInt8] {
        let digits = String(number, radix: 16)
        let machine = String(repeating: "a", count: 40 - digits.count) + digits
        let file = String(repeating: "b", count: 40 - digits.count) + digits
        return Array(#"{"kind":"order","id":"alert-\#(number)","machine":"\#(machine)","file":"\#(file)"}"#.utf8)
    }

    static func asking(for kind: String) -> [UInt8] {
        Array(#"{"kind":"\#(kind)"}"#.utf8)
    }
}

/// A running pool, shut down after `body`.
func withPool<Result>(
    _ sources: MappingSources? = nil, settings change: (inout MappingWorkerSettings) -> Void = { _ in },
    observer: @escaping @Sendable (MappingWorkerEvent) -> Void = { _ in },
    _ body: (MappingWorkerPool) async throws -> Result
) async throws -> Result {
    var settings = MappingWorkerSettings(executable: lazaretExecutable)
    change(&settings)
    let pool = try MappingWorkerPool(try sources ?? TestPrograms.sources, settings: settings, observer: observer)
    try await pool.start()
    do {
        let result = try await body(pool)
        await pool.shutdown()
        return result
    } catch {
        await pool.shutdown()
        throw error
    }
}

extension MappedFile {
    /// The first alert's first order, if there is one.
    var firstOrder: Order? {
        guard case .mapped(_, let alerts)? = documents.first?.result,
            case .order(let order)? = alerts.first?.items.first
        else { return nil }
        return order
    }

    var firstSkip: String? {
        guard case .mapped(_, let alerts)? = documents.first?.result,
            case .skip(let reason)? = alerts.first?.items.first
        else { return nil }
        return reason
    }

    var firstRefusal: Refusal? {
        if let refusal { return refusal }
        guard case .refused(let refusal)? = documents.first?.result else { return nil }
        return refusal
    }
}
