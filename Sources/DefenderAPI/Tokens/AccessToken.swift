import LazaretCore

/// A token in hand. Prints without itself.
struct AccessToken: Sendable {
    let value: Secret
    /// Tells tokens of one source apart without comparing them.
    let generation: Int
    /// From here on a new one is fetched when somebody asks; this one still serves meanwhile.
    let refreshAt: Steady
    /// From here on it may run out on the way.
    let unusableAt: Steady
    /// Wall time of its end, for people and metrics.
    let expiresAt: Instant

    /// `requested`: when the request left, so that the time on the wire counts against its life. Measured on the steady
    /// clock: a clock that is set does not shorten or stretch it.
    init(_ answer: TokenAnswer, generation: Int, requested: Moment) {
        value = answer.token
        self.generation = generation
        // At four fifths of its life; the last tenth, at most half a minute, is not used.
        refreshAt = requested.steady + answer.life * 4 / 5
        unusableAt = requested.steady + answer.life - min(answer.life / 10, .seconds(30))
        expiresAt = requested.wall + answer.life
    }
}
