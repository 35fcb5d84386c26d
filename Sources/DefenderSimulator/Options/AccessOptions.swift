/// Who gets tokens, and what the tokens allow.
public struct AccessOptions: Hashable, Sendable {
    /// The only tenant that has an authority; nil: any.
    public var tenant: String?
    /// The only application registered; nil: any.
    public var client: String?
    /// The only right secret; nil: any that is not empty. Assertions are judged by their shape, never by their signature.
    public var clientSecret: String?
    /// Application roles that a new token carries; those of tokens already issued stay as they were.
    public var roles: [String] = ["Machine.StopAndQuarantine", "Machine.Read.All", "File.Read.All"]
    public var tokenLifetime: Duration = .seconds(3599)
    /// How far the authority's `Date` is ahead of this machine's clock; negative: behind.
    public var clockSkew: Duration = .zero
    /// The tenant and application of tokens that the instance metadata service gives out.
    public var managedTenant = "11111111-2222-3333-4444-555555555555"
    public var managedClient = "66666666-7777-8888-9999-000000000000"

    public init() {}
}
