extension SettingsPatch: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case initialStatus, pending, running, finals, overrides, lock, duplicates, listLag, getLag, limits, retryAfter
        case countsRefused, tokenLifetime, roles, clientSecret, unknownMachines, unsupportedMachines, disallowedFiles
        case machines, files, fileStats, revokeTokens
    }

    /// Durations are texts (`"500ms"`), windows too (`"100/1m"`), `retryAfter` is `seconds`, `date`, `absent` or the very text
    /// of the header. An unknown key is an error.
    public init(from decoder: any Decoder) throws {
        try StrictKeys.check(decoder, against: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
            try container.decodeIfPresent(Value.self, forKey: key)
        }
        initialStatus = try value(.initialStatus)
        pending = try DurationText.decode(container, .pending)
        running = try DurationText.decode(container, .running)
        finals = try (value(.finals) as [String: Double]?).map { weights in
            Dictionary(uniqueKeysWithValues: weights.map { (SimulatedStatus(rawValue: $0.key), max(0, $0.value)) })
        }
        overrides = try value(.overrides)
        lock = try value(.lock)
        duplicates = try value(.duplicates)
        listLag = try DurationText.decode(container, .listLag)
        getLag = try DurationText.decode(container, .getLag)
        limits = try (value(.limits) as [String]?)?.map { text in
            guard let window = QuotaOptions.Window(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .limits, in: container, debugDescription: "\"\(text)\" is no window such as 100/1m")
            }
            return window
        }
        retryAfter = try (value(.retryAfter) as String?).map { QuotaOptions.RetryAfter($0) }
        countsRefused = try value(.countsRefused)
        tokenLifetime = try DurationText.decode(container, .tokenLifetime)
        roles = try value(.roles)
        clientSecret = try value(.clientSecret)
        unknownMachines = try value(.unknownMachines)
        unsupportedMachines = try value(.unsupportedMachines)
        disallowedFiles = try value(.disallowedFiles)
        machines = try value(.machines)
        files = try value(.files)
        fileStats = try value(.fileStats)
        revokeTokens = try value(.revokeTokens)
    }
}
