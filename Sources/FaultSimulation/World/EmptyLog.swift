import ActionLog
import Foundation

/// An action log as it is on the first day, made once: creating the schema takes longer than a short simulation.
enum EmptyLog {
    private static let bytes = Result {
        try Simulation.withDirectory { directory in
            let path = directory + "/actions.db"
            let log = try ActionLog.open(
                path: path, access: .daemon, boot: "", newInstallation: { World.installation })
            // Closing the last connection brings everything into the file itself.
            try log.close()
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
    }

    static func copy(to path: String) throws {
        try bytes.get().write(to: URL(fileURLWithPath: path))
    }
}
