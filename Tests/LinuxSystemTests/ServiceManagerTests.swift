import Glibc
import LazaretTestKit
import Testing

@testable import LinuxSystem

struct ServiceManagerTests {
    @Test("datagrams reach a socket of the file system and one of the abstract name space", arguments: [false, true])
    func notifies(abstract: Bool) async throws {
        try await withTemporaryDirectory { directory in
            let path = (abstract ? "@" : "") + directory + "/notify"
            let receiver = try Receiver(path: path)
            defer { receiver.end() }
            let manager = ServiceManager(environment: ["NOTIFY_SOCKET": path])
            #expect(manager.notify(.ready))
            #expect(receiver.next() == "READY=1")
            #expect(manager.notify(.status("two\nlines")))
            #expect(receiver.next() == "STATUS=two lines")
            #expect(manager.notify(.reloading))
            #expect(receiver.next()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
        }
    }

    @Test("without a manager nothing is sent and nothing fails")
    func silent() {
        #expect(!ServiceManager(environment: [:]).notify(.ready))
        #expect(!ServiceManager(environment: ["NOTIFY_SOCKET": "/nonexistent/socket"]).notify(.ready))
    }

    @Test("the watchdog is fed at half its time, and only where it is ours")
    func watchdog() {
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "20000000"]).watchdogInterval == .seconds(10))
        let other = ["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"]
        #expect(ServiceManager(environment: other).watchdogInterval == nil)
        #expect(ServiceManager(environment: ["WATCHDOG_USEC": "0"]).watchdogInterval == nil)
    }
}

private struct Receiver {
    let descriptor: Int32

    init(path: String) throws(SystemError) {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard bound == 0 else { throw SystemError("bind", path) }
    }

    func next() -> String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
    }

    func end() {
        close(descriptor)
    }
}
