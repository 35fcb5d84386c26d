extension LifecycleOverride: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case machine, sha1, initialStatus, pending, running, final
    }

    public init(from decoder: any Decoder) throws {
        try StrictKeys.check(decoder, against: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            machine: try container.decodeIfPresent(String.self, forKey: .machine),
            sha1: try container.decodeIfPresent(String.self, forKey: .sha1),
            initialStatus: try container.decodeIfPresent(SimulatedStatus.self, forKey: .initialStatus),
            pending: try DurationText.decode(container, .pending),
            running: try DurationText.decode(container, .running),
            final: try container.decodeIfPresent(SimulatedStatus.self, forKey: .final))
    }
}
