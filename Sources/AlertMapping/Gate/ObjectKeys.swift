/// The keys of the objects that are open, innermost last, to find one that stands twice in its object.
///
/// Up to 64 keys an object are compared by a 32-bit print, in one line of memory. From there on the object gets a
/// `KeyTable` over keyed hashes that an outsider cannot foresee, so that neither a million keys nor chosen ones
/// take quadratic time.
struct ObjectKeys: ~Copyable {
    typealias Text = UnsafeBufferPointer<UInt8>

    static let linearLimit = 64

    private(set) var count = 0
    private var capacity = 128
    private var prints: UnsafeMutablePointer<UInt32>
    private var texts: UnsafeMutablePointer<Text>
    /// Tables of the open objects with many keys, and where the keys of each begin.
    private var tables: [(object: Int, table: KeyTable)] = []
    /// Keys that were written with escapes, as they read.
    private var unescaped: [UnsafeMutableBufferPointer<UInt8>] = []

    init() {
        prints = .allocate(capacity: capacity)
        texts = .allocate(capacity: capacity)
    }

    deinit {
        prints.deallocate()
        texts.deallocate()
        for text in unescaped { text.deallocate() }
    }

    /// Adds a key to the innermost object, whose keys begin at `object`; false if it is there already. The bytes of `text`
    /// have to stay where they are.
    @inline(__always)
    mutating func insert(_ text: Text, of object: Int) -> Bool {
        guard count - object < Self.linearLimit else { return insertIntoTable(text, of: object) }
        let print = Self.print(text)
        var matches: UInt32 = 0
        for index in object..<count { matches |= prints[index] == print ? 1 : 0 }
        if matches != 0, contains(text, print, from: object) { return false }
        append(text, print)
        return true
    }

    /// The same for a key that holds escapes.
    mutating func insert(escaped text: Text, of object: Int) -> Bool {
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
        unescaped.append(buffer)
        let length = unescape(text, into: buffer)
        return insert(Text(rebasing: Text(buffer)[..<length]), of: object)
    }

    /// Forgets the keys of the innermost object, which begin at `object`.
    @inline(__always)
    mutating func close(_ object: Int) {
        count = object
        if let last = tables.last, last.object == object { tables.removeLast() }
    }

    private func contains(_ text: Text, _ print: UInt32, from object: Int) -> Bool {
        for index in object..<count where prints[index] == print && Self.equal(texts[index], text) { return true }
        return false
    }

    private mutating func insertIntoTable(_ text: Text, of object: Int) -> Bool {
        if tables.last?.object != object {
            var table = KeyTable()
            for index in object..<count {
                prints[index] = Self.keyedHash(texts[index])
                table.insert(index, prints)
            }
            tables.append((object, table))
        }
        let print = Self.keyedHash(text)
        let last = tables.count - 1
        let isThere = tables[last].table.contains(print) { [prints, texts] index in
            prints[index] == print && Self.equal(texts[index], text)
        }
        guard !isThere else { return false }
        append(text, print)
        tables[last].table.insert(count - 1, prints)
        return true
    }

    @inline(__always)
    private mutating func append(_ text: Text, _ print: UInt32) {
        if count == capacity { grow() }
        (prints + count).initialize(to: print)
        (texts + count).initialize(to: text)
        count += 1
    }

    private mutating func grow() {
        let newPrints = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
        let newTexts = UnsafeMutablePointer<Text>.allocate(capacity: capacity * 2)
        newPrints.moveInitialize(from: prints, count: count)
        newTexts.moveInitialize(from: texts, count: count)
        prints.deallocate()
        texts.deallocate()
        (prints, texts, capacity) = (newPrints, newTexts, capacity * 2)
    }
}
