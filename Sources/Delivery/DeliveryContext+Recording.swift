import LazaretCore

extension DeliveryContext {
    /// A call's row and slot, durable before it leaves. Gives the reservation back where that cannot be written.
    func begin(
        _ operation: Operation, action: Int64?, _ reservation: Traffic.Reservation, _ traffic: TenantTraffic
    ) async throws -> Int64 {
        do {
            let intent = CallIntent(
                tenant: tenant, operation: operation, actionID: action, deadline: reservation.deadline)
            return try await log.begin(intent, at: time.now())
        } catch {
            await traffic.giveBack(reservation)
            throw error
        }
    }

    /// Records the outcome of a call that has happened: tries until the action log takes it, because it must not be
    /// forgotten. Ends without it only when the process stops; then the stored intent makes it `unconfirmed` at start.
    func untilRecorded(_ operation: Operation, _ write: @Sendable () async throws -> Void) async {
        var delay: Duration = .milliseconds(100)
        while true {
            do {
                return try await write()
            } catch {
                observer.deliveryDid(.logFailed(tenant: tenant, operation: operation, message: "\(error)"))
            }
            guard (try? await time.sleep(until: time.now().steady + delay)) != nil else {
                return  // cancelled: the process is stopping
            }
            delay = min(delay * 2, .seconds(5))
        }
    }
}
