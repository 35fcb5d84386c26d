/// A worker's answer to the hello.
enum WorkerGreeting: Hashable {
    /// Locked down. The flag is false where the kernel has no system-call filters.
    case ready(isFiltered: Bool)
    /// The programs do not compile. Each problem with the number of its program.
    case unfit([Problem])

    struct Problem: Hashable {
        var program: Int
        var line: Int?
        var message: String
    }

    var frame: Frame {
        var writer = ByteWriter()
        switch self {
        case .ready(let isFiltered):
            writer.flag(isFiltered)
            return Frame(.ready, writer.bytes)
        case .unfit(let problems):
            let told = problems.prefix(Self.maximumProblems)
            writer.number(UInt32(clamping: told.count))
            for problem in told {
                writer.number(UInt32(clamping: problem.program))
                writer.optionalNumber(problem.line)
                writer.text(problem.message.cut(toBytes: TextBounds.message))
            }
            return Frame(.unfit, writer.bytes)
        }
    }

    static let maximumProblems = 1000
}

extension WorkerGreeting {
    /// `programs` is how many were sent.
    init(_ frame: Frame, programs: Int) throws(FrameError) {
        var reader = ByteReader(frame.payload)
        switch frame.kind {
        case .ready:
            self = .ready(isFiltered: try reader.flag())
        case .unfit:
            var problems: [Problem] = []
            for _ in 0..<(try reader.count(maximum: Self.maximumProblems, elementSize: 16)) {
                let program = Int(try reader.number(UInt32.self))
                guard program < programs else { throw FrameError("a problem of program \(program)") }
                let line = try reader.optionalNumber()
                let message = try reader.text(maximum: TextBounds.message)
                problems.append(Problem(program: program, line: line, message: message))
            }
            guard !problems.isEmpty else { throw FrameError("unfit programs without a problem") }
            self = .unfit(problems)
        default:
            throw FrameError("no greeting but a frame of kind \(frame.kind)")
        }
        try reader.end()
    }
}
