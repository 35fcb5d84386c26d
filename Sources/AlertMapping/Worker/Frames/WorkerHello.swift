/// The first frame: all that a worker ever learns of the configuration.
struct WorkerHello: Hashable {
    /// The daemon's process: the worker ends if this is no longer its parent.
    var parent: Int32
    /// Bytes that the worker may take beyond what it has when it starts.
    var memory: UInt64
    /// Compile each program on its own first and tell what is wrong with it.
    var verifies: Bool
    var programs: [MappingSources.Program]

    var frame: Frame {
        var writer = ByteWriter(capacity: 1 << 16)
        writer.raw(Self.magic)
        writer.number(Frame.version)
        writer.number(UInt32(bitPattern: parent))
        writer.number(memory)
        writer.flag(verifies)
        writer.number(UInt32(clamping: programs.count))
        for program in programs {
            writer.text(program.name)
            writer.text(program.text)
        }
        return Frame(.hello, writer.bytes)
    }

    private static let magic = Array("LZMW".utf8)
}

extension WorkerHello {
    init(_ frame: Frame) throws(FrameError) {
        guard frame.kind == .hello else { throw FrameError("the first frame is no hello") }
        var reader = ByteReader(frame.payload)
        guard Array(try reader.raw(Self.magic.count)) == Self.magic else { throw FrameError("no hello of Lazaret") }
        guard try reader.number(UInt16.self) == Frame.version else { throw FrameError("a hello of another version") }
        parent = Int32(bitPattern: try reader.number(UInt32.self))
        memory = try reader.number()
        verifies = try reader.flag()
        programs = []
        for _ in 0..<(try reader.count(maximum: MappingSources.maximumCount, elementSize: 8)) {
            let name = try reader.text(maximum: 128)
            let text = try reader.text(maximum: MappingSources.maximumSize)
            programs.append(MappingSources.Program(name: name, text: text))
        }
        guard !programs.isEmpty else { throw FrameError("a hello without programs") }
        try reader.end()
    }
}
