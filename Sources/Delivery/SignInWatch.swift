import LazaretCore

/// While lanes are paused because a sign-in was refused: sees that the credential has changed, and has them probed at once
/// instead of after a `maximumDelay`.
struct SignInWatch: Sendable {
    let context: DeliveryContext
    let traffic: TenantTraffic

    private static let interval: Duration = .seconds(15)

    /// Until stopped. Sleeps as long as no lane waits for a sign-in.
    func run() async {
        let bell = traffic.bells[.token]
        while !context.stop.isRaised {
            if await !traffic.awaitsSignIn {
                await context.wait(for: bell, until: nil)
            } else if await context.gateway.isSignInFailing() {
                await context.wait(for: bell, until: context.time.now().steady + Self.interval)
            } else {
                await traffic.signInChanged()
            }
        }
    }
}
