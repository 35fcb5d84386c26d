import Delivery
import LazaretCore

/// Ways to get delivery wrong, each put in at a seam of the simulation, none in the product: that the invariants catch every
/// one of them shows that they would catch such a mistake in the services themselves.
public enum Mutant: String, CaseIterable, Sendable {
    /// What a POST came to is unknown, and it is queued again without a look.
    case resendsUnlooked
    /// A look for a lost POST finds nothing, whatever is there.
    case looksAtNothing
    /// The marker in Defender's list is not compared: any action of the machine is taken for ours.
    case takesAnyMarker
    /// A 201 about another file is taken for an action that does our work.
    case adoptsForeign
    /// One claim leaves as two POSTs at once.
    case postsTwice
    /// A restart knows nothing of the calls before it.
    case forgetsSlots
    /// Quota windows are taken for shorter than they are, as where a slot ended with its request's start.
    case shortensWindows
    /// Retry-After is not read.
    case ignoresRetryAfter
    /// A death while a file is taken in loses it.
    case dropsAlert
    /// Every action that Defender knows is taken for succeeded.
    case finishesEarly
}

extension DeliverySettings {
    func mutated(by mutant: Mutant?) -> DeliverySettings {
        guard mutant == .shortensWindows else { return self }
        var changed = self
        changed.throttle.windows = throttle.windows.map { window in
            .init(limit: window.limit, per: .milliseconds(max(1, window.per.milliseconds * 3 / 4)))
        }
        return changed
    }
}
