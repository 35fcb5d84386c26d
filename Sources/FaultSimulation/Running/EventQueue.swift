/// What will happen, by virtual time; of what happens at the same instant, the first that was added comes first.
struct EventQueue {
    struct Event {
        let time: Int64
        let number: Int
        let act: () -> Void

        func isBefore(_ other: Event) -> Bool { (time, number) < (other.time, other.number) }
    }

    private var heap: [Event] = []
    private var lastNumber = 0

    var nextTime: Int64? { heap.first?.time }

    mutating func add(at time: Int64, _ act: @escaping () -> Void) {
        lastNumber += 1
        heap.append(Event(time: time, number: lastNumber, act: act))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func removeFirst() -> Event {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) { least = child }
            if least == parent { return first }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
