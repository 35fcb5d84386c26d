import ActionLog
import Foundation
import Glibc
import LazaretCore
import LinuxSystem

/// What a verb has around it: where it writes, how wide that is, what time it is, who asks, and whom it may ask. One value for
/// the process; a test has its own.
struct Surroundings: Sendable {
    /// To standard output. Throws where nobody reads any more, or the disk behind it is full.
    var write: @Sendable (String) throws -> Void
    /// A line for the person, on standard error.
    var note: @Sendable (String) -> Void
    /// Columns of the terminal; nil where standard output is none.
    var width: Int?
    var colours = false
    /// To the terminal that standard error is; nil where it is none, and nothing is shown of how far a verb is.
    var showProgress: (@Sendable (String) -> Void)?
    var now: @Sendable () -> Moment
    var boot: String
    /// The person behind the command.
    var login: String
    /// Asks yes or no; nil where nobody is there to answer.
    var ask: (@Sendable (String) -> Bool)?
    /// With another process that writes the action log.
    var patience = Patience.usual
    /// This program, which mapping workers run.
    var executable = "/proc/self/exe"

    @TaskLocal static var current = Surroundings.process

    private static let process: Surroundings = {
        let time = SystemTimeSource()
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let canAsk = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        var surroundings = Surroundings(
            write: { text in try StandardOutput.write(text) }, note: { text in StandardOutput.note(text) },
            width: isTerminal ? StandardOutput.width : nil,
            colours: isTerminal && Colour.isWelcome(environment: environment),
            now: { time.now() }, boot: time.boot,
            login: Operator.login(environment: environment))
        if isatty(STDERR_FILENO) == 1 { surroundings.showProgress = { StandardOutput.show($0) } }
        if canAsk { surroundings.ask = { Question.ask($0) } }
        return surroundings
    }()
}

/// A question that only an explicit yes answers.
enum Question {
    static func ask(_ question: String) -> Bool {
        // Without the question nobody could answer it.
        guard (try? StandardOutput.write(question + " [y/N] ", to: STDERR_FILENO)) != nil else { return false }
        let answer = readLine(strippingNewline: true) ?? ""
        return ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }
}
