/// Microsoft's clouds, with the three addresses that each sets (defender-api, sections 1.3 and 1.4). Every one can be overridden
/// on its own: base and scope are independent, and the government scopes are not settled by public documentation.
public enum Cloud: String, CaseIterable, Sendable {
    case commercial, gcc, gccHigh, dod

    public var apiBase: String {
        switch self {
        case .commercial: "https://api.security.microsoft.com"
        case .gcc: "https://api-gcc.securitycenter.microsoft.us"
        case .gccHigh, .dod: "https://api-gov.securitycenter.microsoft.us"
        }
    }

    public var authority: String {
        switch self {
        case .commercial, .gcc: "https://login.microsoftonline.com"
        case .gccHigh, .dod: "https://login.microsoftonline.us"
        }
    }

    public var scope: String {
        switch self {
        case .commercial: "https://api.securitycenter.microsoft.com/.default"
        case .gcc: "https://securitycenter.onmicrosoft.com/windowsatpservice/.default"
        case .gccHigh, .dod: "https://securitycenter.onmicrosoft.us/windowsatpservice/.default"
        }
    }
}
