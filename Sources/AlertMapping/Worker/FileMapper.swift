import Crypto
import LazaretCore

/// Gate, hash and mappings for one file: what a worker does.
struct FileMapper: ~Copyable {
    private let mappings: MappingSet
    let names: [String]

    init(_ mappings: consuming MappingSet, names: [String]) {
        self.mappings = mappings
        self.names = names
    }

    func map(_ bytes: ArraySlice<UInt8>, name: String) -> MappedFile {
        let file = gate(bytes, name: name)
        if let refusal = file.refusal { return MappedFile(refusal: refusal) }
        return MappedFile(
            documents: file.documents.map { document in
                let digest = HexText.text(Array(SHA256.hash(data: document.bytes)))
                let result = document.refusal.map { .refused($0) } ?? map(document.bytes, line: document.line)
                return MappedDocument(line: document.line, contentSHA256: digest, result: result)
            })
    }

    private func map(_ document: ArraySlice<UInt8>, line: Int?) -> MappedDocument.Result {
        do throws(JQRunError) {
            switch mappings.map(try JQValue(parsing: document)) {
            case .noMapping: return .noMapping
            case .mapped(let mapping, let outputs):
                return .mapped(mapping: names[mapping], alerts: groupByAlert(outputs))
            case .failed(let mapping, let message):
                return .refused(Refusal(.mappingFailed, "\(names[mapping]): \(message)", line: line))
            }
        } catch {
            return .refused(Refusal(.mappingFailed, "libjq cannot read the document: \(error.message)", line: line))
        }
    }
}

struct GatedStandIn {
    struct Document {
        var line: Int?
        var bytes: ArraySlice<UInt8>
        var refusal: Refusal?
    }
    var documents: [Document] = []
    var refusal: Refusal?
}

func gate(_ bytes: ArraySlice<UInt8>, name: String) -> GatedStandIn {
    guard name.hasSuffix("l") || name.hasSuffix("ndjson") else {
        return GatedStandIn(documents: [.init(bytes: bytes)])
    }
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: true)
    return GatedStandIn(documents: lines.enumerated().map { .init(line: $0 + 1, bytes: $1) })
}
