/// Every AADSTS number that an application signing in for itself is likely to meet, in words of ours.
///
/// Source: Microsoft's reference of Entra error codes, and defender-api, section 1.4. The numbers explain; only
/// ``transientNumbers`` decide anything.
extension EntraError {
    typealias Sentence = (meaning: String, remedy: String)

    static let transientNumbers: Set<Int> = [50033, 50196, 90006, 90012, 90024, 90033]

    private static let newSecret = "make a new one under 'Certificates & secrets' and replace the file"
    private static let tenantOrCloud = "check tenantId, and whether cloud or authority fits this tenant"
    private static let registerCertificate = "upload this certificate under 'Certificates & secrets'"
    private static let federation = "compare the token's issuer, subject and audience with the federated credential"
    private static let checkScope = "check scope; it must end in /.default and belong to this cloud"
    private static let consent = "grant the application roles on WindowsDefenderATP and give admin consent"

    static let sentences: [Int: Sentence] = [
        50012: ("the certificate or its signature is not accepted", registerCertificate),
        50013: ("the client assertion is not valid", "check the clock, the certificate and the tenant"),
        50027: ("the client assertion is not a valid token", "check the clock, the certificate and the tenant"),
        50033: ("a transient fault of the sign-in service", "it is tried again"),
        50048: ("subject and issuer of the client assertion differ", "check clientId"),
        50049: ("the sign-in host is unknown", tenantOrCloud),
        50059: ("the tenant is not named", "check tenantId"),
        50128: ("the tenant's domain is not valid", "check tenantId"),
        50196: ("too many token requests in too short a time", "it waits; look for others that use this application"),
        53003: ("a Conditional Access policy blocks this sign-in", "exempt the application or this host's address"),
        65001: ("nobody has consented to this application", consent),
        65005: ("the application does not list this resource", consent),
        70001: ("the application is disabled or not in this tenant", "check clientId and tenantId, enable it in Entra"),
        70002: ("the credential is not accepted", "check the client secret or certificate"),
        70003: ("this kind of grant is not supported", "check authority"),
        70011: ("the scope is not valid", checkScope),
        70021: ("no federated credential matches this token", federation),
        90002: ("the tenant was not found", tenantOrCloud),
        90006: ("the sign-in service is temporarily unavailable", "it is tried again"),
        90012: ("the sign-in service timed out", "it is tried again"),
        90014: ("a required field is missing", "check clientId, tenantId and the credential"),
        90024: ("a transient fault of the sign-in service", "it is tried again"),
        90033: ("Entra's directory service is unavailable", "it is tried again"),
        90038: ("the tenant belongs to another national cloud", "set cloud or authority to that cloud"),
        500011: ("the resource of the scope is not in this tenant", "check scope and tenantId, and the licence"),
        500014: ("the resource of the scope is disabled in this tenant", "enable the WindowsDefenderATP application"),
        500021: ("a proxy's tenant restriction denies this tenant", "have the tenant allowed at the proxy"),
        650052: ("the tenant has no subscription to this service", "check the Defender licence and scope"),
        650057: ("the application does not list this resource", consent),
        700011: ("the application is not in this tenant", "check clientId and tenantId"),
        700016: ("the application is not in this tenant", "check clientId and tenantId"),
        700021: ("the client assertion names another application", "check clientId"),
        700023: ("the client assertion is meant for another audience", "check authority and tenantId"),
        700024: ("the client assertion is not within its time of validity", "set this host's clock (NTP)"),
        700025: ("the application is public and takes no credential", "register it as a confidential client"),
        700027: ("the assertion's signature fits no registered certificate", registerCertificate),
        700030: ("the certificate's subject is not authorised", registerCertificate),
        700211: ("no federated credential has this token's issuer", federation),
        700212: ("no federated credential has this token's audience", federation),
        700213: ("no federated credential has this token's subject", federation),
        900021: ("the tenant id is not valid", "check tenantId"),
        900023: ("the tenant id is neither a GUID nor a domain", "check tenantId"),
        900144: ("a required field is missing", "check clientId, scope and the credential"),
        900382: ("the application is used across clouds", "set cloud or authority to the tenant's own"),
        900432: ("the application is used across clouds", "set cloud or authority to the tenant's own"),
        1000502: ("the certificate is not within its time of validity", "renew it and upload the new one"),
        7000112: ("the application is disabled", "enable it in Entra"),
        7000215: ("the client secret is wrong", "use the secret's value, not its id, or " + newSecret),
        7000216: ("no credential reached Entra", "check the credential section"),
        7000218: ("no credential reached Entra", "check the credential section"),
        7000222: ("the client secret has expired", newSecret),
        7000229: ("the application has no service principal in this tenant", "consent to it in this tenant"),
    ]
}
