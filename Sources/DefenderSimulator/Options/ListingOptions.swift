/// How readers see actions.
public struct ListingOptions: Hashable, Sendable {
    /// For so long after its creation an action is missing from the List. (defender-api, section 2.4)
    public var listLag: Duration = .zero
    /// For so long after its creation an action's id is answered 404.
    public var getLag: Duration = .zero
    /// The most that one page holds, whatever `$top` asks for.
    public var pageSize = ListQuery.maximumTop
    /// Whether a page that was cut short carries `@odata.nextLink` (unconfirmed for this endpoint).
    public var offersNextLink = false

    public init() {}
}
