import AlertMapping
import Configuration
import Foundation
import LazaretCore

/// The mapping workers of the configuration in force. A reload that changes the mappings starts others beside them and then
/// lets those of before finish what they have.
final class MapperInForce: AlertMapper, @unchecked Sendable {
    /// What workers are made of. Two that are equal need no new ones.
    fileprivate struct Recipe: Hashable {
        let sources: MappingSources
        let settings: MappingWorkerSettings

        /// Reads the programs. Blocks on the file system.
        init(_ configuration: Configuration) throws {
            let mapping = configuration.mapping
            sources = try MappingSources.load(
                directory: mapping.directory, extraDirectory: mapping.extraDirectory, order: mapping.order)
            settings = MappingWorkerSettings(
                workers: mapping.workers, timeout: mapping.timeout,
                memory: MappingWorkerSettings.memory(forFilesOf: configuration.inbox.maximumFileSize))
        }
    }

    /// Workers that are ready, and not in force yet.
    struct Candidate: Sendable {
        fileprivate let recipe: Recipe
        fileprivate let pool: MappingWorkerPool

        func discard() async { await pool.shutdown() }
    }

    private let observer: @Sendable (MappingWorkerEvent) -> Void
    private let lock = NSLock()
    private var current: Candidate

    /// Returns when the workers are ready. Throws where a program is missing, cannot be read or does not compile.
    static func start(
        _ configuration: Configuration, observer: @escaping @Sendable (MappingWorkerEvent) -> Void
    ) async throws -> MapperInForce {
        MapperInForce(try await ready(Recipe(configuration), observer), observer)
    }

    private init(_ first: Candidate, _ observer: @escaping @Sendable (MappingWorkerEvent) -> Void) {
        current = first
        self.observer = observer
    }

    private static func ready(
        _ recipe: Recipe, _ observer: @escaping @Sendable (MappingWorkerEvent) -> Void
    ) async throws -> Candidate {
        let pool = try MappingWorkerPool(recipe.sources, settings: recipe.settings, observer: observer)
        try await pool.start()
        return Candidate(recipe: recipe, pool: pool)
    }

    /// Workers for this configuration; nil where those that are there will do. Throws as ``start(_:observer:)``, and nothing
    /// has changed then.
    func candidate(for configuration: Configuration) async throws -> Candidate? {
        let recipe = try Recipe(configuration)
        if recipe == lock.withLock({ current.recipe }) { return nil }
        return try await Self.ready(recipe, observer)
    }

    /// From now on each file goes to these workers. Returns when those of before have finished and ended.
    func adopt(_ candidate: Candidate) async {
        let old = lock.withLock {
            defer { current = candidate }
            return current
        }
        await old.pool.shutdown()
    }

    /// Workers that live.
    var alive: Int { lock.withLock { current }.pool.statistics.alive }

    func shutdown() async { await lock.withLock { current }.pool.shutdown() }

    func map(_ bytes: [UInt8], name: String) async throws(CancellationError) -> MappedFile {
        try await map([(bytes, name)])[0]
    }

    func map(_ files: [(bytes: [UInt8], name: String)]) async throws(CancellationError) -> [MappedFile] {
        while true {
            let pool = lock.withLock { current }.pool
            do throws(CancellationError) {
                return try await pool.map(files)
            } catch {
                // Shut down by a reload between being chosen and being asked: the new one is asked.
                if Task.isCancelled || lock.withLock({ current.pool === pool }) { throw error }
            }
        }
    }
}
