import LazaretCore
import Testing

struct CanaryRoomTests {
    @Test(
        "a new file goes to as many machines as canaries are wanted, and on once so many have succeeded",
        arguments: [
            (0, 0, 0, false, .free), (0, 0, 9, true, .free), (3, 0, 0, false, .machines(3)),
            (3, 0, 1, false, .machines(2)), (3, 1, 2, false, .machines(0)), (3, 0, 7, false, .machines(0)),
            (3, 2, 0, true, .failed), (3, 3, 0, true, .free), (3, 3, 5, false, .free),
        ] as [(Int, Int, Int, Bool, CanaryRoom)])
    func room(wanted: Int, succeeded: Int, open: Int, failed: Bool, room: CanaryRoom) {
        #expect(CanaryRoom(wanted: wanted, succeeded: succeeded, open: open, failed: failed) == room)
    }
}
