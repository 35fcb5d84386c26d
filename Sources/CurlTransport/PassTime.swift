/// When the curl thread's present pass began: one look at the clock for all that happens in it. Confined to that thread.
final class PassTime {
    var now = ContinuousClock.now
}
