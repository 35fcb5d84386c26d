/// An open-addressing table of key numbers, by hash. It holds no hashes itself: they are in the keys' own line of memory.
struct KeyTable {
    /// 0 is free, else the key's number plus one. At most half are taken; a power of two.
    private var slots = [UInt32](repeating: 0, count: 256)
    private var count = 0

    /// Adds key `number`, whose hash is `hashes[number]`.
    mutating func insert(_ number: Int, _ hashes: UnsafePointer<UInt32>) {
        if (count + 1) * 2 > slots.count {
            let old = slots
            slots = [UInt32](repeating: 0, count: old.count * 2)
            for slot in old where slot != 0 { put(slot, hashes[Int(slot) - 1]) }
        }
        put(UInt32(number + 1), hashes[number])
        count += 1
    }

    /// Whether a key of this hash, and perhaps a few others, matches.
    func contains(_ hash: UInt32, where matches: (Int) -> Bool) -> Bool {
        var place = Int(hash) & (slots.count - 1)
        while slots[place] != 0 {
            if matches(Int(slots[place]) - 1) { return true }
            place = (place + 1) & (slots.count - 1)
        }
        return false
    }

    private mutating func put(_ slot: UInt32, _ hash: UInt32) {
        var place = Int(hash) & (slots.count - 1)
        while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = slot
    }
}
