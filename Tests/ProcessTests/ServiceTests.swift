import DefenderSimulator
import Foundation
import Glibc
import LazaretTestKit
import Testing

/// What a service manager, a monitoring system and an impatient administrator see of the process.
struct ServiceTests {
    @Test("systemd hears READY, how things stand, the watchdog, a reload with its time, and STOPPING")
    func notifies() async throws {
        try await Station.with { station in
            let socket = try NotifySocket(path: station.directory + "/notify")
            let daemon = try station.start(environment: ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "1000000"])
            try await station.until("READY") { socket.heard.contains("READY=1") }
            try await station.until("words") { socket.heard.contains("STATUS=enforce; nothing to do") }
            try await station.until("the watchdog") { socket.heard.filter { $0 == "WATCHDOG=1" }.count >= 2 }
            daemon.signal(SIGHUP)
            try await station.until("the reload") {
                guard let begin = socket.heard.firstIndex(where: { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") })
                else { return false }
                return socket.heard[begin...].contains("READY=1")
            }
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            try await station.until("STOPPING") { socket.heard.contains("STOPPING=1") }
        }
    }

    @Test("a reload shows in the metric either way, and does not disturb what runs")
    func reloadMetric() async throws {
        try await Station.with(http: "127.0.0.1:0") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            let good = try String(contentsOfFile: station.configuration, encoding: .utf8)
            for (text, value, word) in [(good + "\nnothing: 1\n", 0, "refused"), (good, 1, "reloaded")] {
                try text.write(toFile: station.configuration, atomically: true, encoding: .utf8)
                daemon.signal(SIGHUP)
                try await station.until(word) { daemon.log.contains("configuration \(word)") }
                let metrics = try await station.get("/metrics", of: daemon).text
                #expect(metrics.contains("lazaret_config_last_reload_successful \(value)\n"))
            }
            #expect(try await station.get("/-/ready", of: daemon).status == 200)
        }
    }

    @Test("paused is not ready, and the page says why; a foreign host name is turned away")
    func paused() async throws {
        try await Station.with(http: "127.0.0.1:0") { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            #expect(try await station.get("/-/healthy", of: daemon).status == 200)
            try Data().write(to: URL(fileURLWithPath: station.state + "/pause"))
            try await station.until("the pause") { daemon.log.contains("paused by file") }
            let ready = try await station.get("/-/ready", of: daemon)
            #expect(ready.status == 503)
            #expect(ready.text.contains("paused: "))
            let page = try await station.get("/", of: daemon).text
            #expect(page.contains("Submitting is stopped"))
            #expect(page.contains("rm \(station.state)/pause"))
        }
    }

    @Test("a second SIGTERM ends at once with 143, and the POST in flight is looked for afterwards")
    func secondSignal() async throws {
        var options = SimulatorOptions.quick
        options.faults = [FaultRule(.hangAfter, operation: .submit, times: 1)]
        try await Station.with(options: options) { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.until("the POST") { try station.states() == ["sending"] }
            daemon.signal(SIGTERM)
            try await station.until("the stop") { daemon.log.contains("stopping") }
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 143)
            let second = try station.start(log: "second.log")
            try await station.until("success") { try station.states() == ["succeeded"] }
            #expect(second.isRunning)
        }
    }

    @Test(
        "SIGTERM while a POST hangs ends with 0 within ten seconds; what it did is found, what it did not do is done, once",
        arguments: [Fault.hangAfter, .hangBefore])
    func stopsOverHangingPost(_ fault: Fault) async throws {
        var options = SimulatorOptions.quick
        options.faults = [FaultRule(fault, operation: .submit, times: 1)]
        try await Station.with(options: options) { station in
            let daemon = try station.start()
            try await station.untilReady(daemon)
            try station.drop("a.json", SampleAlert.flat(1))
            try await station.simulator.waitForArrivals(of: .submit)
            let asked = ContinuousClock.now
            daemon.signal(SIGTERM)
            #expect(await daemon.wait() == 0)
            // The contract's promise to systemd, not a measurement.
            #expect(ContinuousClock.now - asked < .seconds(10))
            #expect(try station.states() == ["unconfirmed"])
            let second = try station.start(log: "second.log")
            try await station.until("success") { try station.states() == ["succeeded"] }
            #expect(second.isRunning)
            let effects = await station.simulator.effects()
            #expect(effects.quarantines.count == 1)
            #expect(effects.count(.submit) == (fault == .hangAfter ? 1 : 2))
        }
    }
}

/// systemd's end of the notification socket. It is read at once, as systemd does: the kernel keeps ten datagrams, and the daemon waits
/// for nobody.
private final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32
    private let messages = Messages()

    struct Failure: Error {}

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw Failure() }
        Thread.detachNewThread { [messages, descriptor] in
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
                messages.add(String(decoding: buffer[..<count], as: UTF8.self))
            }
            close(descriptor)
        }
    }

    // Ends the thread's read.
    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Every datagram so far.
    var heard: [String] { messages.all }

    private final class Messages: @unchecked Sendable {
        private let lock = NSLock()
        private var texts: [String] = []

        func add(_ text: String) { lock.withLock { texts.append(text) } }
        var all: [String] { lock.withLock { texts } }
    }
}
