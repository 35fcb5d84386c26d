import ArgumentParser
import Foundation
import Glibc

/// nginx with one worker, its answers ready in memory: an empty 201 over http, and a List of ten actions over TLS 1.3, with
/// HTTP/1.1 and with HTTP/2.
struct LoopbackNginx {
    let targets: [CurlTarget]
    /// What takes a POST: an empty 201 over http and over TLS 1.3.
    let posts: [CurlTarget]
    private let process: Process
    private let directory: String

    static func start() throws -> LoopbackNginx {
        let nginx = "/usr/sbin/nginx"
        guard FileManager.default.isExecutableFile(atPath: nginx) else {
            throw ValidationError("nginx is not installed: apt-get install nginx wrk curl openssl")
        }
        let directory = NSTemporaryDirectory() + "lazaret-bench-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try LoadTool.run(
            "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", directory + "/key", "-out",
                directory + "/certificate", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1",
            ])
        try list.write(toFile: directory + "/list", atomically: true, encoding: .utf8)
        // Below the ports that the kernel gives to clients.
        let port = Int.random(in: 20_000..<30_000)
        try configuration(port).write(toFile: directory + "/nginx.conf", atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: nginx)
        process.arguments = ["-p", directory + "/", "-c", directory + "/nginx.conf", "-e", directory + "/error.log"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It listens before it writes its pid.
        let deadline = ContinuousClock.now + .seconds(10)
        while !FileManager.default.fileExists(atPath: directory + "/nginx.pid") {
            guard process.isRunning, ContinuousClock.now < deadline else {
                throw ValidationError("nginx does not start")
            }
            usleep(10_000)
        }
        let server = process.processIdentifier
        let authority = directory + "/certificate"
        return LoopbackNginx(
            targets: [
                CurlTarget(
                    title: "nginx, http, an empty 201", url: "http://127.0.0.1:\(port)/", status: 201, server: server),
                CurlTarget(
                    title: "nginx, TLS 1.3, HTTP/1.1, a List of ten (\(list.utf8.count) bytes)",
                    url: "https://127.0.0.1:\(port + 1)/list", status: 200, caFile: authority, server: server),
                CurlTarget(
                    title: "nginx, TLS 1.3, HTTP/2 (wrk: HTTP/1.1), the same List",
                    url: "https://127.0.0.1:\(port + 2)/list", status: 200, caFile: authority, server: server),
            ],
            posts: [
                CurlTarget(title: "http", url: "http://127.0.0.1:\(port)/", status: 201, server: server),
                CurlTarget(
                    title: "TLS 1.3", url: "https://127.0.0.1:\(port + 1)/post", status: 201, caFile: authority,
                    server: server),
            ], process: process, directory: directory)
    }

    private static func configuration(_ port: Int) -> String {
        """
        daemon off; master_process off; pid nginx.pid; error_log error.log;
        events { worker_connections 1024; }
        http {
          access_log off; keepalive_requests 100000000; default_type application/json; open_file_cache max=8;
          client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
          ssl_certificate certificate; ssl_certificate_key key; ssl_protocols TLSv1.3; root .;
          server { listen 127.0.0.1:\(port) backlog=4096; location / { return 201 "{}"; } }
          server { listen 127.0.0.1:\(port + 1) ssl backlog=4096; location /post { return 201 "{}"; } }
          server { listen 127.0.0.1:\(port + 2) ssl http2 backlog=4096; }
        }
        """
    }

    /// As Defender answers a List.
    private static let list: String = {
        let actions = (0..<10).map { number in
            """
            {"id":"5382f7ea-7557-4ab7-9782-d5048002\(4000 + number)","type":"StopAndQuarantineFile","title":null,"scope":null,\
            "requestor":"66666666-7777-8888-9999-000000000000","requestorComment":"alert \(number) of the benchmark",\
            "requestSource":"PublicApi","status":"InProgress","machineId":"7b1f4967d9728e5aa3c06a9e617a22a4a5a17378",\
            "computerDnsName":"host-\(number).example.org","creationDateTimeUtc":"2026-01-31T12:34:56.7890123Z",\
            "lastUpdateDateTimeUtc":"2026-01-31T12:34:58.7890123Z","cancellationRequestor":null,"errorHResult":0,\
            "relatedFileInfo":{"fileIdentifier":"87662bc3d60e4200ceaf7aae249d1c343f4b83c9","fileIdentifierType":"Sha1"},\
            "commands":[]}
            """
        }
        return #"{"@odata.context":"https://api.security.microsoft.com/api/$metadata#MachineActions","value":["#
            + actions.joined(separator: ",") + "]}"
    }()

    func stop() {
        // A child of Foundation's inherits a mask that blocks SIGTERM.
        kill(process.processIdentifier, SIGKILL)
        LoadTool.awaitEnd(of: process)
        // What is left of it disturbs nobody.
        try? FileManager.default.removeItem(atPath: directory)
    }
}
