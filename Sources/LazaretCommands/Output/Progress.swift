import Foundation

/// A line on the person's terminal for what takes longer than a second; it goes when the work is done.
final class Progress: @unchecked Sendable {
    private let lock = NSLock()
    private let what: String
    private var total: Int?
    /// Nil where nothing was counted yet, or nothing can be.
    private var value: Int?
    private var seconds = 0
    private var isShown = false
    private var timer: (any DispatchSourceTimer)?
    private let write: @Sendable (String) -> Void

    /// Nothing is ever shown where standard error is no terminal.
    ///
    /// - Parameter streams: rows go to standard output meanwhile. Where that is the terminal, they are what is to be seen.
    init(_ what: String, of total: Int? = nil, streams: Bool = false) {
        self.what = what
        self.total = total
        let surroundings = Surroundings.current
        write = surroundings.showProgress ?? { _ in }
        guard surroundings.showProgress != nil, !(streams && surroundings.width != nil) else { return }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "lazaret.progress"))
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { @Sendable [weak self] in self?.show() }
        self.timer = timer
        timer.activate()
    }

    deinit { finish() }

    var count: Int {
        get { lock.withLock { value ?? 0 } }
        set { lock.withLock { value = newValue } }
    }

    /// Where the whole is not known at first.
    func set(_ value: Int, of total: Int) {
        lock.withLock { (self.value, self.total) = (value, total) }
    }

    /// It is shown, or will be when the second is over.
    var mayShow: Bool { lock.withLock { timer != nil } }

    func finish() {
        lock.withLock {
            timer?.cancel()
            timer = nil
            if isShown { write("\r\u{1B}[K") }
            isShown = false
        }
    }

    private func show() {
        lock.withLock {
            guard timer != nil else { return }
            seconds += 1
            isShown = true
            let done = (value ?? total.map { _ in 0 }).map { " \($0)" } ?? ""
            let share = total.map { $0 > 0 ? " of \($0) (\((value ?? 0) * 100 / $0) %)" : "" } ?? ""
            write("\r\u{1B}[K\(what)\(done)\(share), \(seconds) s")
        }
    }
}
