import LazaretCore

/// The `answer` frame: what became of the file with this number of the batch.
enum FileAnswer {
    /// Bounds of one file's answer, on both ends: a worker that would cross one refuses the file instead.
    static let maximumDocuments = 200_000
    static let maximumItems = 200_000
    static let maximumBytes = 48 << 20

    /// The reasons that a worker may give.
    static let refusalReasons: [RefusalReason] = [.malformedJSON, .mappingFailed]

    /// `mappings` are the names in their order; a document names one by its number.
    static func frame(_ index: Int, _ file: MappedFile, mappings: [String]) -> Frame {
        var writer = AnswerWriter(index: index, mappings: mappings)
        if writer.write(file) { return Frame(.answer, writer.bytes.bytes) }
        var refused = AnswerWriter(index: index, mappings: mappings)
        let refusal = Refusal(.mappingFailed, "the file holds more documents or orders than one file may")
        // A refusal alone is within all bounds.
        _ = refused.write(MappedFile(refusal: refusal))
        return Frame(.answer, refused.bytes.bytes)
    }

    /// Throws unless the frame answers for file `index` and every part of it is well-formed.
    static func read(_ frame: Frame, index: Int, mappings: [String]) throws(FrameError) -> MappedFile {
        guard frame.kind == .answer else { throw FrameError("no answer but a frame of kind \(frame.kind)") }
        var reader = AnswerReader(bytes: ByteReader(frame.payload), mappings: mappings)
        return try reader.file(index: index)
    }
}

/// Numbers that stand for the cases of values in an answer.
enum AnswerTag {
    static let documents: UInt8 = 0
    static let refusal: UInt8 = 1

    static let noMapping: UInt8 = 0
    static let mapped: UInt8 = 1
    static let refused: UInt8 = 2

    static let order: UInt8 = 0
    static let skip: UInt8 = 1
    static let bad: UInt8 = 2
}
