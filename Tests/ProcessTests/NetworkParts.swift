import CurlTransport
import DefenderSimulator
import Foundation
import Glibc
import HTTPTransport
import LazaretTestKit

/// Debian's nginx and squid, each run for one test in the test's own directory.
enum NetworkParts {
    static let nginx = "/usr/sbin/nginx"
    static let squid = "/usr/sbin/squid"
    static let openssl = "/usr/bin/openssl"
    static let passwordHelper = "/usr/lib/squid/basic_ncsa_auth"

    static let areThere = [nginx, squid, openssl, passwordHelper].allSatisfy {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Nothing of the surroundings' own proxies.
    static let cleanEnvironment = Dictionary(
        uniqueKeysWithValues: ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"]
            .map { ($0, "") })

    struct Failure: Error {
        var command: String
        var status: Int32
    }

    static func run(_ path: String, _ arguments: [String], in directory: String) throws {
        let process = start(path, arguments, in: directory)
        try process.run()
        NetworkParts.awaitEnd(of: process)
        guard process.terminationStatus == 0 else {
            throw Failure(command: "\(path) \(arguments)", status: process.terminationStatus)
        }
    }

    /// `waitUntilExit` wants a run loop, and a task may go on in a thread whose run loop knows nothing of the process.
    static func awaitEnd(of process: Process) {
        while process.isRunning { usleep(2000) }
    }

    static func start(_ path: String, _ arguments: [String], in directory: String) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    static func isListening(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    static func lines(of file: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}

/// nginx before the simulator: TLS 1.3 alone, HTTP/2, a certificate of an authority of its own.
final class FrontServer: @unchecked Sendable {
    let port: Int
    let authority: String
    private let process: Process
    private let log: String

    private init(port: Int, authority: String, process: Process, log: String) {
        self.port = port
        self.authority = authority
        self.process = process
        self.log = log
    }

    deinit { stop() }

    var url: String { "https://localhost:\(port)" }
    /// `TLSv1.3 HTTP/2.0 USER-AGENT REQUEST-LINE`, one a request.
    func accesses() throws -> [String] { try NetworkParts.lines(of: log) }

    /// Returns when nothing of it runs any more. By SIGKILL: the child inherits a mask that blocks SIGTERM.
    func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        NetworkParts.awaitEnd(of: process)
    }

    static func start(_ station: Station) async throws -> FrontServer {
        let directory = station.directory + "/nginx"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        try NetworkParts.run(
            NetworkParts.openssl,
            ["req", "-x509"] + newKey + ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Campaign CA"],
            in: directory)
        try NetworkParts.run(
            NetworkParts.openssl,
            ["req", "-x509"] + newKey + [
                "-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1", "-CA", "ca.pem", "-CAkey", "ca.key",
            ], in: directory)
        let port = try UnusedPort.next()
        try """
        daemon off; master_process off; pid nginx.pid; error_log error.log;
        events { worker_connections 256; }
        http {
          log_format seen '$ssl_protocol $server_protocol $http_user_agent $request';
          access_log access.log seen;
          client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
          server {
            listen 127.0.0.1:\(port) ssl http2;
            ssl_protocols TLSv1.3; ssl_certificate server.pem; ssl_certificate_key server.key;
            location / { proxy_pass \(station.simulator.baseURL); }
          }
        }
        """.write(toFile: directory + "/nginx.conf", atomically: true, encoding: .utf8)
        let process = NetworkParts.start(
            NetworkParts.nginx,
            ["-p", directory + "/", "-c", directory + "/nginx.conf", "-e", directory + "/error.log"],
            in: directory)
        try process.run()
        let front = FrontServer(
            port: port, authority: directory + "/ca.pem", process: process, log: directory + "/access.log")
        try await station.until("nginx") { NetworkParts.isListening(port) }
        return front
    }
}

/// squid as a forward proxy that allows CONNECT from here, to whom it knows where `credential` is given.
final class ForwardProxy: @unchecked Sendable {
    private let port: Int
    private let process: Process
    private let directory: String

    private init(port: Int, process: Process, directory: String) {
        self.port = port
        self.process = process
        self.directory = directory
    }

    deinit {
        stop()
        // What is left of a test directory disturbs nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }

    var url: String { "http://127.0.0.1:\(port)" }
    func accesses() throws -> [String] { try NetworkParts.lines(of: directory + "/access.log") }

    /// By SIGKILL: squid takes half a minute to end in good order.
    func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        NetworkParts.awaitEnd(of: process)
    }

    static func start(_ station: Station, credential: (user: String, password: String)?) async throws -> ForwardProxy {
        let directory = NSTemporaryDirectory() + "lazaret-squid-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        // Started by root it works as another user.
        chmod(directory, 0o777)
        var rules = "http_access allow all"
        if let credential {
            try NetworkParts.run(
                "/bin/sh",
                [
                    "-c", "printf '%s:%s\\n' \"$1\" \"$(openssl passwd -apr1 \"$2\")\" > users", "sh", credential.user,
                    credential.password,
                ], in: directory)
            chmod(directory + "/users", 0o644)
            rules = """
                auth_param basic program \(NetworkParts.passwordHelper) \(directory)/users
                auth_param basic realm campaign
                acl known proxy_auth REQUIRED
                http_access allow known
                http_access deny all
                """
        }
        let port = try UnusedPort.next()
        try """
        http_port 127.0.0.1:\(port)
        \(rules)
        pid_filename none
        cache deny all
        cache_log \(directory)/cache.log
        access_log stdio:\(directory)/access.log
        coredump_dir \(directory)
        """.write(toFile: directory + "/squid.conf", atomically: true, encoding: .utf8)
        let process = NetworkParts.start(NetworkParts.squid, ["-N", "-f", directory + "/squid.conf"], in: directory)
        try process.run()
        let proxy = ForwardProxy(port: port, process: process, directory: directory)
        try await station.until("squid") { NetworkParts.isListening(port) }
        return proxy
    }
}
