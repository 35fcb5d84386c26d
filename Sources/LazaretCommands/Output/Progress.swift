import Foundation

/// A line on the person's terminal for what takes longer than a second; it goes when the work is done.
final class Progress: @unchecked Sendable {
    private let lock = NSLock()
    private let what: String
    private var total: Int?
    private var value = 0
    private var seconds = 0
    private var isShown = false
    private var timer: (any DispatchSourceTimer)?

    /// Nothing is ever shown where standard error is no terminal.
    init(_ what: String, of total: Int? = nil) {
        self.what = what
        self.total = total
        let surroundings = Surroundings.current
        guard surroundings.showsProgress else { return }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "lazaret.progress"))
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { @Sendable [weak self] in self?.show() }
        self.timer = timer
        timer.activate()
    }

    deinit { timer?.cancel() }

    var count: Int {
        get { lock.withLock { value } }
        set { lock.withLock { value = newValue } }
    }

    /// Where the whole is not known at first.
    func set(_ value: Int, of total: Int) {
        lock.withLock { (self.value, self.total) = (value, total) }
    }

    func finish() {
        lock.withLock {
            timer?.cancel()
            timer = nil
            if isShown { Self.write("\r\u{1B}[K") }
            isShown = false
        }
    }

    private func show() {
        lock.withLock {
            guard timer != nil else { return }
            seconds += 1
            isShown = true
            let share = total.map { $0 > 0 ? " of \($0) (\(value * 100 / $0) %)" : "" } ?? ""
            Self.write("\r\u{1B}[K\(what) \(value)\(share), \(seconds) s")
        }
    }

    private static func write(_ text: String) {
        // Progress that cannot be shown is missed by nobody.
        try? StandardOutput.write(text, to: FileHandle.standardError.fileDescriptor)
    }
}
