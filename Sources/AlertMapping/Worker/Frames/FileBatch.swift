/// The files of one `files` frame.
enum FileBatch {
    struct File: Hashable {
        var name: String
        var bytes: [UInt8]
    }

    static let maximumCount = 64
    static let maximumName = 4096

    static func frame(_ files: some Collection<File>) -> Frame {
        let size = files.reduce(4) { $0 + 8 + $1.name.utf8.count + $1.bytes.count }
        var writer = ByteWriter(capacity: size)
        writer.number(UInt32(clamping: files.count))
        for file in files {
            writer.text(file.name)
            writer.data(file.bytes)
        }
        return Frame(.files, writer.bytes)
    }

    static func files(in frame: Frame) throws(FrameError) -> [File] {
        guard frame.kind == .files else { throw FrameError("no files but a frame of kind \(frame.kind)") }
        var reader = ByteReader(frame.payload)
        var files: [File] = []
        for _ in 0..<(try reader.count(maximum: maximumCount, elementSize: 8)) {
            let name = try reader.text(maximum: maximumName)
            let bytes = Array(try reader.data(maximum: Frame.maximumFromDaemon))
            files.append(File(name: name, bytes: bytes))
        }
        try reader.end()
        return files
    }
}
