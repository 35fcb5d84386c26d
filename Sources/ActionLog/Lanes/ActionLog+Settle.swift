import GRDB
public import LazaretCore

extension ActionLog {
    public func settle(rules: PolicyRules, retry: RetryPolicy, at now: Moment) async throws -> Settled {
        let settlement = Settlement(rules: rules, retry: retry, installation: installation)
        return try await write(at: now) { try settlement.settle($0) }
    }
}
