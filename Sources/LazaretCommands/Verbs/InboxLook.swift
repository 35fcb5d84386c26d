import Configuration
import Foundation

/// What lies in the inbox and is no regular file: the daemon leaves it there and says so once; `status` says so as long.
enum InboxLook {
    private static let limit = 100

    static func irregular(_ configuration: Configuration) -> [String] {
        let inbox = configuration.inbox.directory
        let directories = [""] + configuration.tenants.map { $0.name + "/" }
        var found: [String] = []
        for directory in directories {
            // Not being allowed to look is no news of the daemon's.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: inbox + "/" + directory)) ?? []
            for name in names where isAlertName(name) && found.count < limit {
                let path = inbox + "/" + directory + name
                let type = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
                if let type, type != .typeRegular { found.append(directory + name) }
            }
        }
        return found.sorted()
    }

    private static func isAlertName(_ name: String) -> Bool {
        !name.hasPrefix(".") && [".json", ".jsonl", ".ndjson"].contains { name.hasSuffix($0) }
    }
}
