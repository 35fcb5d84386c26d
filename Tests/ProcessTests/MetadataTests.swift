import Foundation
import Glibc
import LazaretTestKit
import Testing

/// The instance metadata service at its own address: in a network namespace of the test's, where that address is the machine's.
@Suite(
    .enabled(if: NetworkNamespace.isPossible, "needs root, unshare, ip and Python 3"), .timeLimit(.minutes(2)))
struct MetadataTests {
    /// 169.254.169.254:80 leads to the simulator; the proxies that the environment names take connections and note them.
    private static let script = """
        set -eu
        ip link set lo up
        ip address add 169.254.169.254/32 dev lo
        "$LAZARET" simulate --listen 127.0.0.1:18080 --port-file port --quiet & simulator=$!
        python3 - <<'PYTHON' & relay=$!
        import socket, threading
        def pump(source, sink):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        def proxy():
            listener = socket.create_server(("127.0.0.1", 18081))
            while True:
                listener.accept()[0].close()
                open("proxied", "a").write("x")
        threading.Thread(target=proxy, daemon=True).start()
        listener = socket.create_server(("169.254.169.254", 80))
        open("listening", "w").close()
        while True:
            client = listener.accept()[0]
            server = socket.create_connection(("127.0.0.1", 18080))
            for pair in ((client, server), (server, client)):
                threading.Thread(target=pump, args=pair, daemon=True).start()
        PYTHON
        # KILL: a child of Foundation's inherits a mask that blocks SIGTERM.
        trap 'kill -9 $simulator $relay' EXIT
        # Both listen, or the check ends with an error of its own: the suite's limit is for the rest.
        until [ -e port ] && [ -e listening ]; do kill -0 $simulator $relay; sleep 0.05; done
        for name in http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY; do export $name=http://127.0.0.1:18081; done
        "$LAZARET" check --online --config lazaret.yaml
        """

    @Test("the whole program signs in with the machine's identity, proxies in its environment or not")
    func signsIn() async throws {
        try await withTemporaryDirectory { directory in
            let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path
            try """
            stateDirectory: state
            mapping: {directory: \(checkout)/config/mappings, order: [flat]}
            tenants:
              - {name: azure, tenantId: 11111111-2222-3333-4444-555555555555, apiBase: "http://127.0.0.1:18080",
                 authority: "http://127.0.0.1:18080", credential: {managedIdentity: true}}
            """.write(toFile: directory + "/lazaret.yaml", atomically: true, encoding: .utf8)
            let run = try await Finished.run(
                [
                    "-n", "/usr/bin/env", "-C", directory, "LAZARET=\(LazaretExecutable.path)", "bash", "-c",
                    Self.script,
                ],
                executable: "/usr/bin/unshare")
            #expect(run.code == 0, "\(run.output)\(run.errors)")
            #expect(!FileManager.default.fileExists(atPath: directory + "/proxied"), "a proxy was asked")
        }
    }
}

private enum NetworkNamespace {
    static let isPossible: Bool = {
        let tools = ["/usr/bin/unshare", "/usr/bin/python3"]
        guard geteuid() == 0, tools.allSatisfy(FileManager.default.isExecutableFile) else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tools[0])
        process.arguments = ["-n", "ip", "link", "set", "lo", "up"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()
}
