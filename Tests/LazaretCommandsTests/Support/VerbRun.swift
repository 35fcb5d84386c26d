import ActionLog
import ArgumentParser
import Foundation
import LazaretCore
import LazaretTestKit

@testable import LazaretCommands

/// One verb run in this process, in surroundings of the test's own.
struct VerbRun: Sendable {
    var output: String
    var notes: String
    /// 0, or the failure's code.
    var code: Int32
    var message: String?

    /// As a person would see it: command, output, what went to standard error, exit code.
    func transcript(_ arguments: [String]) -> String {
        var text = "$ lazaret " + arguments.joined(separator: " ") + "\n" + output
        if !output.isEmpty && output.unicodeScalars.last != "\n" { text += "\n" }
        if !notes.isEmpty { text += "--- standard error\n" + notes }
        if let message { text += "--- standard error\nerror: \(message)\n" }
        return text + "--- exit \(code)\n"
    }
}

extension DemoLog {
    /// - Parameters:
    ///   - login: the person at the command line.
    ///   - patience: with a log that somebody else writes.
    ///   - beforeTime: called each time that the verb looks at the clock, as it does before each transaction.
    ///   - answer: what that person says when asked; nil: nobody is there.
    func run(
        _ arguments: [String], login: String = "carol", width: Int? = nil, colours: Bool = false, answer: Bool? = nil,
        patience: Patience = .usual, beforeTime: @escaping @Sendable () -> Void = {}
    ) async -> VerbRun {
        let sink = Sink()
        let clock = clock
        var surroundings = Surroundings(
            write: { sink.write($0) }, note: { sink.note($0) }, width: width, colours: colours,
            now: {
                beforeTime()
                return clock.now()
            }, boot: clock.boot, login: login)
        surroundings.patience = patience
        surroundings.executable = LazaretExecutable.path
        if let answer {
            surroundings.ask = { question in
                sink.note(question)
                return answer
            }
        }
        let (code, message) = await Surroundings.$current.withValue(surroundings) { await outcome(of: arguments) }
        return VerbRun(
            output: scrubbed(sink.output), notes: scrubbed(sink.notes), code: code, message: message.map(scrubbed))
    }

    private func outcome(of arguments: [String]) async -> (Int32, String?) {
        do {
            guard let type = LazaretVerbs.all.first(where: { $0.configuration.commandName == arguments.first }) else {
                return (64, "no such verb")
            }
            var command = try type.parseAsRoot(Array(arguments.dropFirst()) + ["--config", configuration])
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return (0, nil)
        } catch let failure as CommandFailure {
            return (failure.code.rawValue, failure.description)
        } catch {
            let message = VersionCommand.message(for: error)
            return (VersionCommand.exitCode(for: error).rawValue, message.isEmpty ? nil : message)
        }
    }

    private func scrubbed(_ text: String) -> String { text.replacingOccurrences(of: directory, with: "/demo") }
}

/// Collects what a verb writes.
private final class Sink: @unchecked Sendable {
    private let lock = NSLock()
    private var written = ""
    private var noted = ""

    func write(_ text: String) { lock.withLock { written += text } }
    func note(_ text: String) { lock.withLock { noted += text + "\n" } }
    var output: String { lock.withLock { written } }
    var notes: String { lock.withLock { noted } }
}
