import DefenderSimulator
import LazaretCore

/// A stretch of bad weather, or of a service that misbehaves.
enum Episode: CaseIterable {
    case down, blackHole, lossy, slow, errorsBefore, errorsAfter, brokenAnswers, throttled, unauthorized, revoked,
        forbidden, disabled, redirect, foreign, sameFile, signInRefused, signInDown, lateEffects

    func begin(in world: World, _ chance: inout Chance) {
        switch self {
        case .down: world.weather.isDown = true
        case .blackHole: world.weather.isBlackHole = true
        case .lossy:
            world.weather.lostBefore = chance.pick([0.05, 0.2, 0.5])
            world.weather.lostAfter = chance.pick([0.1, 0.3, 0.6])
        case .slow: world.weather.latency = chance.pick([.seconds(5), .seconds(25)])
        case .revoked:
            world.change { defender, _ in
                var patch = SettingsPatch()
                patch.revokeTokens = true
                defender.apply(patch)
            }
        default:
            let rules = self.rules(&chance)
            world.change { defender, _ in for rule in rules { defender.add(fault: rule) } }
        }
    }

    static func end(in world: World) {
        world.weather = Weather()
        world.change { defender, _ in defender.clearFaults() }
    }

    private func rules(_ chance: inout Chance) -> [FaultRule] {
        let probability = chance.pick([0.2, 0.6, 1])
        let times = 1 + chance.below(12)
        switch self {
        case .errorsBefore:
            return [
                FaultRule(.errorBefore(status: 500, code: nil, message: nil), probability: probability),
                FaultRule(.pageBefore(status: 502), probability: probability),
            ]
        case .errorsAfter:
            return [FaultRule(.errorAfter(status: 503, code: nil, message: nil), probability: probability)]
        case .brokenAnswers:
            let faults: [Fault] = [.truncated, .brokenJSON, .emptyBody, .garbage, .dropAfter, .resetAfter, .hangAfter]
            return (0..<3).map { _ in FaultRule(chance.pick(faults), probability: probability / 2) }
        case .throttled:
            let told = chance.pick([
                nil, "1", "30", "120", "900", "0", "-5", "soon", "Wed, 21 Oct 2065 07:28:00 GMT", "7.5",
            ])
            return [FaultRule(.throttled(retryAfter: told), probability: probability, times: times)]
        case .unauthorized: return [FaultRule(.unauthorized, probability: probability, times: times)]
        case .forbidden: return [FaultRule(.forbidden, operation: chance.pick([.submit, .list, nil]))]
        case .disabled: return [FaultRule(.disabledFeature, operation: .submit)]
        case .redirect: return [FaultRule(.redirect(location: "https://elsewhere.test/"), times: times)]
        case .foreign: return [FaultRule(.foreignAction, operation: .submit, probability: probability, times: times)]
        case .sameFile: return [FaultRule(.sameFileAction, operation: .submit, probability: probability, times: times)]
        case .signInRefused:
            return [FaultRule(.errorBefore(status: 401, code: "invalid_client", message: nil), operation: .token)]
        case .signInDown:
            return [FaultRule(.errorBefore(status: 503, code: nil, message: nil), operation: .token)]
        case .lateEffects:
            // With the list's lag it stays below findBeforeResend.
            return [
                FaultRule(.lateEffect(after: .seconds(20)), operation: .submit, probability: probability, times: times)
            ]
        case .down, .blackHole, .lossy, .slow, .revoked: return []
        }
    }
}
