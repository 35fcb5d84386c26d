public import LazaretCore

extension Cloud {
    /// The cloud's three addresses, as this module takes them.
    public var addresses: ServiceAddresses {
        ServiceAddresses(apiBase: apiBase, authority: authority, scope: scope)
    }
}
