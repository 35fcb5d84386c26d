import Glibc

@testable import Inbox

/// What a hostile neighbour can put under a name.
enum Beast: String, CaseIterable, Sendable {
    case link, danglingLink, loop, directory, fifo, socket, device

    /// Devices need privileges.
    static var available: [Beast] { allCases.filter { $0 != .device || geteuid() == 0 } }

    func put(_ path: String) throws {
        switch self {
        case .link: _ = try checked(.open) { symlink("/etc/passwd", path) }
        case .danglingLink: _ = try checked(.open) { symlink("/nowhere", path) }
        case .loop: _ = try checked(.open) { symlink(path, path) }
        case .directory: try Files.makeDirectory(path)
        case .fifo: _ = try checked(.open) { mkfifo(path, 0o666) }
        case .socket: try listen(path)
        // 1, 5: /dev/zero, which never ends.
        case .device: _ = try checked(.open) { mknod(path, S_IFCHR | 0o666, 1 << 8 | 5) }
        }
    }

    private func listen(_ path: String) throws {
        let socket = Descriptor(
            owning: try checked(.open) { Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) })
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        _ = try checked(.open) {
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
    }
}
