import ArgumentParser
import Foundation

/// What a campaign says.
enum Report {
    /// A campaign is long: its lines are to be seen as they come, also through a pipe.
    static func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    /// Says what was found. Removes `directory` where that is nothing; exits 1 where it is something.
    static func finish(_ what: String, _ judgement: Judgement, _ directory: String) throws {
        say("\(what): \(judgement.summary)")
        guard judgement.faults.isEmpty else {
            for fault in judgement.faults.prefix(50) { say("FAULT \(fault)") }
            say("\(judgement.faults.count) faults; state and logs are in \(directory)")
            throw ExitCode(1)
        }
        try FileManager.default.removeItem(atPath: directory)
        say("0 lost, 0 second effects, 0 windows over quota, integrity ok, event chain intact, every action final")
    }
}
