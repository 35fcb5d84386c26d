import ArgumentParser
import DefenderSimulator
import Foundation
import LoopbackHTTPServer
import UnixSignals

/// `lazaret simulate`: a Defender API on loopback, for demos, tests and training.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Serve a simulated Defender API on loopback.",
        discussion: """
            Tokens, quotas, the life of each action, and scripted faults. The first line says where it listens; GET \
            /_simulator/effects tells what arrived and what came of it. SIGTERM or SIGINT ends it.
            """)

    @OptionGroup var service: SimulatedServiceArguments
    @OptionGroup var faults: SimulatedFaultArguments

    @Option(help: "Where to listen: a loopback address and a port; port 0 lets the system choose.")
    var listen = "127.0.0.1:0"

    @Option(help: ArgumentHelp("Write the port here once it listens.", valueName: "file"))
    var portFile: String?

    @Option(help: ArgumentHelp("Append every arrival and every effect here, as JSON lines.", valueName: "file"))
    var effects: String?

    @Flag(help: "Sync the effects file after each write.")
    var syncEffects = false

    @Flag(help: "Print no line for each request.")
    var quiet = false

    func validate() throws {
        do {
            _ = try LoopbackAddress(listen)
        } catch {
            throw ValidationError("--listen \(listen): \(error)")
        }
        _ = try options()
    }

    func run() async throws {
        // Trapped before anybody can know that this process is there.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let server = try await started()
        do {
            if let portFile { try Data("\(server.port)\n".utf8).write(to: URL(filePath: portFile), options: .atomic) }
            Self.say("listening on \(server.baseURL)")
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    for await _ in signals { return }
                }
                tasks.addTask { try await server.untilFailure() }
                try await tasks.next()
                tasks.cancelAll()
            }
        } catch {
            await server.stop()
            Self.complain(error)
            throw ExitCode(74)
        }
        await server.stop()
    }

    private func started() async throws -> SimulatorServer {
        let announce: @Sendable (Arrival) -> Void = { arrival in Self.say(arrival.summary) }
        do {
            return try await SimulatorServer.start(options: options(), onArrival: quiet ? nil : announce)
        } catch let error as LoopbackServerError {
            Self.complain(error)
            throw ExitCode(69)
        } catch let error as EffectFileError {
            Self.complain(error)
            throw ExitCode(73)
        }
    }

    private func options() throws -> SimulatorOptions {
        let address = try LoopbackAddress(listen)
        var options = try service.options()
        options.host = address.host
        options.port = address.port
        options.effectsFile = effects
        options.syncsEffects = syncEffects
        options.faults = try faults.rules()
        return options
    }

    /// Unbuffered: whoever reads a pipe sees it at once.
    private static func say(_ line: String) {
        // A reader who has gone is no reason to end.
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    private static func complain(_ error: any Error) {
        // There is nowhere else to say it.
        try? FileHandle.standardError.write(contentsOf: Data("lazaret simulate: \(error)\n".utf8))
    }
}

extension Arrival {
    /// One line for people. What came from the client is escaped.
    fileprivate var summary: String {
        var parts = [String(at.dropFirst(11)), operation.rawValue, status.map { "\($0)" } ?? reply]
        if let code { parts.append(code) }
        for (name, value) in [("fault", fault), ("machine", machineID), ("sha1", sha1), ("action", actionID)] {
            if let value { parts.append("\(name)=\(value)") }
        }
        let printable = parts.joined(separator: " ").unicodeScalars.map { scalar -> Character in
            scalar.isASCII && scalar.value >= 32 && scalar.value != 127 ? Character(scalar) : "?"
        }
        return String(printable)
    }
}
