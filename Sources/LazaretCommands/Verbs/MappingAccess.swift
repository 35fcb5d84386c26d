import AlertMapping
import Configuration

/// Gate and mappings for a verb: one sandboxed worker, as the daemon has them.
enum MappingAccess {
    static func pool(_ configuration: Configuration) throws -> MappingWorkerPool {
        let mapping = configuration.mapping
        let sources = try MappingSources.load(
            directory: mapping.directory, extraDirectory: mapping.extraDirectory, order: mapping.order)
        return try MappingWorkerPool(
            sources,
            settings: MappingWorkerSettings(
                workers: 1, timeout: mapping.timeout,
                memory: MappingWorkerSettings.memory(forFilesOf: configuration.inbox.maximumFileSize)))
    }
}
