public import ActionLog
import Foundation
import Glibc
import LazaretCore

/// A daemon's surroundings: a directory with configuration, secret and state, and what is done to them from outside.
public final class DaemonStation {
    public let directory: String
    public let lazaret: String

    /// Directory and files are made; nothing is started. `sections`: YAML after `stateDirectory` and `mapping`.
    public init(directory: String, lazaret: String, mappings: String, sections: String) throws {
        self.directory = directory
        self.lazaret = lazaret
        try FileManager.default.createDirectory(atPath: directory + "/state/inbox", withIntermediateDirectories: true)
        try "secret\n".write(toFile: directory + "/secret", atomically: true, encoding: .utf8)
        guard chmod(directory + "/secret", 0o600) == 0 else { throw RigError.system("chmod: \(errno)") }
        try """
        stateDirectory: state
        mapping: {directory: \(URL(filePath: mappings).path), order: [flat]}
        \(sections)
        """.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    public var configuration: String { directory + "/lazaret.yaml" }
    public var state: String { directory + "/state" }
    public var inbox: String { state + "/inbox" }
    public var log: String { directory + "/daemon.log" }

    /// One entry of `tenants`, as YAML in one line.
    public static func tenant(_ name: String, id: String, service: String) -> String {
        """
        {name: \(name), tenantId: \(id), clientId: 66666666-7777-8888-9999-000000000000, apiBase: "\(service)", \
        authority: "\(service)", credential: {clientSecretFile: secret}}
        """
    }

    /// `wrapper`: a program and its arguments that runs the daemon.
    public func start(under wrapper: [String] = []) throws -> Child {
        let command = wrapper + [lazaret, "run", "--config", configuration]
        return try Child("the daemon", command[0], Array(command.dropFirst()), logFile: log)
    }

    /// As every producer should: written beside, renamed in.
    public func drop(_ name: String, _ text: String, into subdirectory: String = "") throws {
        let temporary = inbox + "/." + name + ".tmp"
        try text.write(toFile: temporary, atomically: false, encoding: .utf8)
        guard rename(temporary, inbox + "/" + subdirectory + name) == 0 else {
            throw RigError.system("rename: \(errno)")
        }
    }

    /// Alert files that are still in the inbox.
    public func waitingFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: inbox).filter { !$0.hasPrefix(".") }
    }

    public func openLog() throws -> ActionLog {
        try ActionLog.open(path: state + "/actions.db", access: .reader)
    }

    /// Every alert file is taken in and every action final.
    public func isAtRest() throws -> Bool {
        guard try waitingFiles().isEmpty else { return false }
        let log = try openLog()
        let summary = try log.summary()
        try log.close()
        return summary.actions.allSatisfy { $0.state.isFinal || $0.count == 0 }
    }
}
