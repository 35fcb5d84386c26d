import DefenderAPI
import LazaretCore
import Testing

@Suite("Clouds")
struct CloudTests {
    @Test("The commercial cloud has the three addresses of the contract")
    func commercial() {
        #expect(
            Cloud.commercial.addresses
                == ServiceAddresses(
                    apiBase: "https://api.security.microsoft.com", authority: "https://login.microsoftonline.com",
                    scope: "https://api.securitycenter.microsoft.com/.default"))
    }

    @Test("Government tenants of the US sign in and call in their own domain", arguments: [Cloud.gccHigh, .dod])
    func government(cloud: Cloud) {
        #expect(cloud.addresses.apiBase == "https://api-gov.securitycenter.microsoft.us")
        #expect(cloud.addresses.authority == "https://login.microsoftonline.us")
        #expect(cloud.addresses.scope.contains(".onmicrosoft.us/"))
    }

    @Test("Every cloud is found by the configuration's word, over TLS, with a scope of the v2.0 endpoint")
    func words() {
        #expect(Cloud.allCases.map(\.rawValue) == ["commercial", "gcc", "gccHigh", "dod"])
        for cloud in Cloud.allCases {
            #expect(cloud.addresses.apiBase.hasPrefix("https://"))
            #expect(cloud.addresses.authority.hasPrefix("https://"))
            #expect(cloud.addresses.scope.hasSuffix("/.default"))
        }
    }

    @Test("Slashes at the end of an overridden host do not double in URLs; a scope is passed on as it is")
    func slashes() {
        let addresses = ServiceAddresses(apiBase: "https://a.test//", authority: "https://b.test/", scope: "s//")
        #expect(addresses.apiBase == "https://a.test")
        #expect(
            TokenGrant(tenantID: "t/../x", clientID: "c", addresses: addresses).tokenURL
                == "https://b.test/t%2F..%2Fx/oauth2/v2.0/token")
        #expect(addresses.scope == "s//")
    }
}
