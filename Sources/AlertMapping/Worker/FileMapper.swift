import Crypto
package import LazaretCore

/// Gate, hash and mappings for one file: what a worker does. Only a worker may do it with data of strangers; benchmarks do it
/// in their own process.
package struct FileMapper {
    package let names: [String]
    private let mappings: MappingSet
    private let splitter = DocumentSplitter()

    /// `names` are those of the mappings, in their order.
    init(_ mappings: MappingSet, names: [String]) {
        self.mappings = mappings
        self.names = names
    }

    /// Compiles, for some 160 ms with the shipped six.
    package init(_ sources: MappingSources) throws {
        self.init(try MappingSet(sources.programs.map(\.text)), names: sources.programs.map(\.name))
    }

    var isCompiled: Bool { mappings.isCompiled }

    func compile() throws(JQCompileFailure) { try mappings.compile() }

    /// Compiles one part more, for some 50 ms. False where none is left.
    func compileNext() -> Bool { mappings.compileNext() }

    package func map(_ bytes: [UInt8], name: String) -> MappedFile {
        let file = splitter.split(bytes, name: name)
        if let refusal = file.refusal { return MappedFile(refusal: refusal) }
        return MappedFile(documents: file.documents.map { map($0) })
    }

    private func map(_ document: RawDocument) -> MappedDocument {
        let digest = SHA256.hash(data: document.original).withUnsafeBytes { HexText.text($0) }
        let result: MappedDocument.Result =
            switch document.json {
            case .failure(let refusal): .refused(refusal)
            case .success(let json): map(json, line: document.line)
            }
        return MappedDocument(line: document.line, contentSHA256: digest, result: result)
    }

    private func map(_ json: ArraySlice<UInt8>, line: Int?) -> MappedDocument.Result {
        do throws(JQRunError) {
            switch mappings.map(try JQValue(parsing: json)) {
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
