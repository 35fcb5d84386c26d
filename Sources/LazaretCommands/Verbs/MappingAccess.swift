import AlertMapping
import Configuration

/// Gate and mappings for a verb: one sandboxed worker, as the daemon has them.
enum MappingAccess {
    static func sources(_ configuration: Configuration) throws -> MappingSources {
        let mapping = configuration.mapping
        return try MappingSources.load(
            directory: mapping.directory, extraDirectory: mapping.extraDirectory, order: mapping.order)
    }

    static func pool(_ configuration: Configuration) throws -> MappingWorkerPool {
        let mapping = configuration.mapping
        return try MappingWorkerPool(
            try sources(configuration),
            settings: MappingWorkerSettings(
                workers: 1, timeout: mapping.timeout,
                memory: MappingWorkerSettings.memory(forFilesOf: configuration.inbox.maximumFileSize),
                executable: Surroundings.current.executable))
    }
}
