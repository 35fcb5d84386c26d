/// The hints of a ``DirectoryWatcher``, each element all that was seen since the one before. Ends when the task that
/// iterates is cancelled. For one consumer.
public struct HintSequence: AsyncSequence, Sendable {
    let box: HintBox

    public struct Iterator: AsyncIteratorProtocol, Sendable {
        let box: HintBox

        public func next() async -> WatchHints? {
            while !Task.isCancelled {
                let hints = box.take()
                if !hints.isEmpty { return hints }
                await box.signal.wait()
            }
            return nil
        }

        public func next(isolation: isolated (any Actor)?) async -> WatchHints? { await next() }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(box: box) }
}
