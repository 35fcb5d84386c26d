/// Microsoft's clouds in which Defender for Endpoint is offered; raw values are the words of the configuration.
///
/// Hosts: defender-api, section 1.3. The scopes of the government clouds are not settled by Microsoft's documents
/// (section 1.4): these are the ones that a large integration uses, and each address can be set on its own.
public enum Cloud: String, CaseIterable, Sendable {
    case commercial, gcc, gccHigh, dod

    public var addresses: ServiceAddresses {
        switch self {
        case .commercial:
            ServiceAddresses(
                apiBase: "https://api.security.microsoft.com", authority: "https://login.microsoftonline.com",
                scope: "https://api.securitycenter.microsoft.com/.default")
        case .gcc:
            ServiceAddresses(
                apiBase: "https://api-gcc.securitycenter.microsoft.us",
                authority: "https://login.microsoftonline.com",
                scope: "https://securitycenter.onmicrosoft.com/windowsatpservice/.default")
        case .gccHigh, .dod:
            ServiceAddresses(
                apiBase: "https://api-gov.securitycenter.microsoft.us",
                authority: "https://login.microsoftonline.us",
                scope: "https://securitycenter.onmicrosoft.us/windowsatpservice/.default")
        }
    }
}
