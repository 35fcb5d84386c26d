import AlertMapping
import Foundation
import LazaretCore
import Testing

/// The files of nst/JSONTestSuite, where they are at hand: `$LAZARET_SHARED` or `shared` beside the checkout.
@Suite(.enabled(if: JSONTestSuite.isPresent, "shared/json-test-suite is not there"))
struct JSONTestSuiteTests {
    /// RFC 8259 lets a reader take them; two readers would take two values from them.
    static let refusedForTheirKeys = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"]

    @Test func `All 95 that are JSON are read, but two are refused because a key stands twice in them`() throws {
        let files = try JSONTestSuite.files("y_")
        #expect(files.count == 95)
        for file in files {
            let verdict = try JSONTestSuite.verdict(file)
            if Self.refusedForTheirKeys.contains(file) {
                #expect(verdict == .refused(.duplicateKey), "\(file)")
            } else {
                #expect(verdict == .read, "\(file)")
            }
        }
    }

    @Test func `All 188 that are not JSON are refused with a place`() throws {
        let files = try JSONTestSuite.files("n_")
        #expect(files.count == 188)
        for file in files {
            for name in [file, "a.jsonl"] {
                let split = DocumentSplitter().split(try JSONTestSuite.bytes(file), name: name)
                let refusals =
                    [split.refusal]
                    + split.documents.map { document in
                        if case .failure(let refusal) = document.json { refusal } else { nil }
                    }
                let places = refusals.compactMap { $0 }
                #expect(!places.isEmpty, "\(file)")
                #expect(places.allSatisfy { ($0.line ?? 0) > 0 && ($0.column ?? 0) > 0 }, "\(file)")
                if name == file { #expect(split.refusal != nil, "\(file)") }
            }
        }
    }

    @Test func `Each of the 35 that are left to the reader has the verdict of docs json-gate`() throws {
        let files = try JSONTestSuite.files("i_")
        #expect(files.sorted() == JSONTestSuite.leftToTheReader.keys.sorted())
        for file in files {
            #expect(try JSONTestSuite.verdict(file) == JSONTestSuite.leftToTheReader[file], "\(file)")
        }
    }
}
