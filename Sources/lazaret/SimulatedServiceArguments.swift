import ArgumentParser
import DefenderSimulator
import Foundation

/// The options of `lazaret simulate` about the service itself.
struct SimulatedServiceArguments: ParsableArguments {
    @Option(help: "The same seed and the same order of requests give the same ids, statuses and faults.")
    var seed: UInt64 = 1

    @Option(help: "The only tenant with an authority; without it, any.")
    var tenant: String?

    @Option(help: "The only registered application; without it, any.")
    var client: String?

    @Option(help: ArgumentHelp("Holds the only right client secret; without it, any.", valueName: "file"))
    var secretFile: String?

    @Option(help: "An application role of every token; may be repeated.")
    var role: [String] = []

    @Option(help: "How long a token lives.", transform: duration)
    var tokenLifetime: Duration = .seconds(3599)

    @Option(help: "How far the authority's clock is ahead of this machine's.", transform: duration)
    var clockSkew: Duration = .zero

    @Option(help: "The first status: Pending or InProgress.")
    var initialStatus = "Pending"

    @Option(help: "How long an action is Pending.", transform: duration)
    var pending: Duration = .seconds(1)

    @Option(help: "How long an action is InProgress.", transform: duration)
    var running: Duration = .seconds(1)

    @Option(help: ArgumentHelp("A final status with its weight; may be repeated.", valueName: "status=weight"))
    var final: [String] = []

    @Option(help: ArgumentHelp("A quota window such as 100/1m; may be repeated.", valueName: "limit/duration"))
    var limit: [String] = []

    @Option(help: "Retry-After of a 429: seconds, date, absent, or any text.")
    var retryAfter = "seconds"

    @Option(help: "How long a new action is missing from the List and answered 404 by its id.", transform: duration)
    var listLag: Duration = .zero

    @Option(help: "What an open action blocks: machine or machineAndFile.", transform: word)
    var lock = LifecycleOptions.Lock.machineAndFile

    @Option(help: "What a blocked request gets: reject (400) or existing (201 with the open action).", transform: word)
    var duplicates = LifecycleOptions.Duplicates.reject

    @Option(help: ArgumentHelp("A JSON object of settings, as POST /_simulator/settings takes it.", valueName: "file"))
    var settings: String?

    func options() throws -> SimulatorOptions {
        var options = SimulatorOptions()
        options.seed = seed
        options.access.tenant = tenant
        options.access.client = client
        options.access.clientSecret = try secretFile.map(secret)
        if !role.isEmpty { options.access.roles = role }
        options.access.tokenLifetime = tokenLifetime
        options.access.clockSkew = clockSkew
        options.lifecycle.initialStatus = SimulatedStatus(rawValue: initialStatus)
        options.lifecycle.pending = pending
        options.lifecycle.running = running
        if !final.isEmpty { options.lifecycle.finals = try weights() }
        options.lifecycle.lock = lock
        options.lifecycle.duplicates = duplicates
        if !limit.isEmpty { options.quota.windows = try limit.map(window) }
        options.quota.retryAfter = QuotaOptions.RetryAfter(retryAfter)
        options.listing.listLag = listLag
        options.listing.getLag = listLag
        if let settings { options.apply(try decoded(SettingsPatch.self, from: settings, option: "--settings")) }
        return options
    }

    private func secret(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("--secret-file \(path) cannot be read")
        }
        return String(String(decoding: data, as: UTF8.self).reversed().drop { $0.isNewline }.reversed())
    }

    private func weights() throws -> [SimulatedStatus: Double] {
        var weights: [SimulatedStatus: Double] = [:]
        for text in final {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard let name = parts.first, let weight = parts.count > 1 ? Double(parts[1]) : 1, weight >= 0,
                weight.isFinite
            else { throw ValidationError("--final \(text) is no STATUS=WEIGHT") }
            weights[SimulatedStatus(rawValue: String(name))] = weight
        }
        return weights
    }

    private func window(_ text: String) throws -> QuotaOptions.Window {
        guard let window = QuotaOptions.Window(text) else { throw ValidationError("--limit \(text) is no window") }
        return window
    }
}

private func word<Word: RawRepresentable & CaseIterable>(_ text: String) throws -> Word where Word.RawValue == String {
    guard let word = Word(rawValue: text) else {
        throw ValidationError("\(text) is none of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return word
}

private func duration(_ text: String) throws -> Duration {
    guard let duration = DurationText.parse(text) else {
        throw ValidationError("\(text) is no duration such as 500ms, 30s or 5m")
    }
    return duration
}

/// A JSON file that an option names.
func decoded<Value: Decodable>(_: Value.Type, from path: String, option: String) throws -> Value {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw ValidationError("\(option) \(path) cannot be read")
    }
    do {
        return try JSONDecoder().decode(Value.self, from: data)
    } catch {
        throw ValidationError("\(option) \(path): \(error)")
    }
}
