/// How many workers there are, and what each may use.
public struct MappingWorkerSettings: Hashable, Sendable {
    public var workers: Int
    /// For one file, on a clock that stands still while the machine sleeps.
    public var timeout: Duration
    /// Bytes of memory that a worker may take beyond what it has when it starts: libjq needs up to thirty times the size of
    /// a file that is all small values.
    public var memory: Int
    /// The program to start. By default the daemon's own, which is found even after an upgrade has replaced the file.
    public var executable: String
    public var arguments: [String]

    public init(
        workers: Int = 2, timeout: Duration = .seconds(5), memory: Int = 640 << 20,
        executable: String = "/proc/self/exe", arguments: [String] = ["lazaret", "mapping-worker"]
    ) {
        self.workers = workers
        self.timeout = timeout
        self.memory = memory
        self.executable = executable
        self.arguments = arguments
    }

    /// Memory for files of at most `size` bytes.
    public static func memory(forFilesOf size: Int) -> Int {
        let (needed, isAbsurd) = max(size, 0).multipliedReportingOverflow(by: 24)
        return isAbsurd ? .max : (256 << 20) + min(needed, .max - (256 << 20))
    }
}
