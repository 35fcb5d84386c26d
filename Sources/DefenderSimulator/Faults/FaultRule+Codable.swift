extension FaultRule: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case fault, operation, machine, sha1, skip, probability, times, delay
        case status, code, message, retryAfter, location, after
    }

    /// One flat object: `{"fault": "errorAfter", "status": 503, "operation": "submit", "times": 2}`. The names of faults are
    /// the cases of ``Fault``; `after` is the time of a `lateEffect`. Durations are texts such as `"500ms"`.
    public init(from decoder: any Decoder) throws {
        try StrictKeys.check(decoder, against: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let probability = try container.decodeIfPresent(Double.self, forKey: .probability) ?? 1
        let skip = try container.decodeIfPresent(Int.self, forKey: .skip) ?? 0
        let times = try container.decodeIfPresent(Int.self, forKey: .times)
        guard (0...1).contains(probability) else {
            throw DecodingError.dataCorruptedError(
                forKey: .probability, in: container, debugDescription: "a probability is from 0 to 1")
        }
        guard skip >= 0, times ?? 0 >= 0 else {
            throw DecodingError.dataCorruptedError(
                forKey: .skip, in: container, debugDescription: "skip and times are not negative")
        }
        self.init(
            try Self.fault(container), operation: try container.decodeIfPresent(APIOperation.self, forKey: .operation),
            machine: try container.decodeIfPresent(String.self, forKey: .machine),
            sha1: try container.decodeIfPresent(String.self, forKey: .sha1), skip: skip, probability: probability,
            times: times, delay: try DurationText.decode(container, .delay) ?? .zero)
    }

    private static func fault(_ container: KeyedDecodingContainer<CodingKeys>) throws -> Fault {
        func status(_ preset: Int) throws -> Int {
            let status = try container.decodeIfPresent(Int.self, forKey: .status) ?? preset
            guard (200...599).contains(status) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .status, in: container, debugDescription: "a status is from 200 to 599")
            }
            return status
        }
        let code = try container.decodeIfPresent(String.self, forKey: .code)
        let message = try container.decodeIfPresent(String.self, forKey: .message)
        let name = try container.decode(String.self, forKey: .fault)
        switch name {
        case "dropBefore": return .dropBefore
        case "dropAfter": return .dropAfter
        case "resetBefore": return .resetBefore
        case "resetAfter": return .resetAfter
        case "errorBefore": return .errorBefore(status: try status(500), code: code, message: message)
        case "errorAfter": return .errorAfter(status: try status(500), code: code, message: message)
        case "pageBefore": return .pageBefore(status: try status(502))
        case "pageAfter": return .pageAfter(status: try status(502))
        case "truncated": return .truncated
        case "brokenJSON": return .brokenJSON
        case "emptyBody": return .emptyBody
        case "garbage": return .garbage
        case "hangBefore": return .hangBefore
        case "hangAfter": return .hangAfter
        case "unauthorized": return .unauthorized
        case "forbidden": return .forbidden
        case "disabledFeature": return .disabledFeature
        case "disallowedOperation": return .disallowedOperation
        case "throttled":
            return .throttled(retryAfter: try container.decodeIfPresent(String.self, forKey: .retryAfter))
        case "redirect":
            return .redirect(
                location: try container.decodeIfPresent(String.self, forKey: .location) ?? "https://example.test/")
        case "foreignAction": return .foreignAction
        case "sameFileAction": return .sameFileAction
        case "lateEffect": return .lateEffect(after: try DurationText.decode(container, .after) ?? .seconds(1))
        case "delay": return .delay
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .fault, in: container, debugDescription: "there is no fault \"\(name)\"")
        }
    }
}

extension Fault {
    /// The name that rules and the effect record use.
    public var name: String {
        switch self {
        case .errorBefore: "errorBefore"
        case .errorAfter: "errorAfter"
        case .pageBefore: "pageBefore"
        case .pageAfter: "pageAfter"
        case .throttled: "throttled"
        case .redirect: "redirect"
        case .lateEffect: "lateEffect"
        default: "\(self)"
        }
    }
}
