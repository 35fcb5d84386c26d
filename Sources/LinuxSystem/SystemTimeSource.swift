import Glibc
public import LazaretCore

/// The real clock: CLOCK_REALTIME for people, CLOCK_BOOTTIME (which counts suspended time and never jumps) for measuring.
public struct SystemTimeSource: TimeSource {
    public let boot: String

    /// `bootIDFile` is `/proc/sys/kernel/random/boot_id`; where it cannot be read, no stored instant is taken for one of this
    /// boot, which only makes waits longer.
    ///
    /// `bootID` is what the service manager says where a unit hides `/proc/sys` (systemd's `%b`); with or without dashes, it is
    /// the same id.
    public init(bootID: String? = nil, bootIDFile: String = "/proc/sys/kernel/random/boot_id") {
        let known = Self.firstLine(of: bootIDFile) ?? bootID
        boot = known.map { String($0.filter { $0 != "-" }) } ?? "unknown-\(getpid())"
    }

    public func now() -> Moment {
        Moment(
            wall: Instant(milliseconds: Self.milliseconds(CLOCK_REALTIME)),
            steady: Self.steady())
    }

    public func sleep(until deadline: Steady) async throws {
        try await AlarmClock.shared.sleep(until: deadline)
    }

    static func steady() -> Steady { Steady(milliseconds: milliseconds(CLOCK_BOOTTIME)) }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Fails only for a clock that does not exist or a bad address; these two are there since Linux 2.6.39.
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    private static func firstLine(of file: String) -> String? {
        guard let stream = fopen(file, "re") else { return nil }
        defer { fclose(stream) }
        var buffer = [CChar](repeating: 0, count: 128)
        guard fgets(&buffer, Int32(buffer.count), stream) != nil else { return nil }
        let bytes = buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
