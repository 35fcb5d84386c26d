/// A pattern over names: `*` is any run of characters, `?` is one; the letter case does not matter.
public struct NamePattern: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// A name made ready for many patterns.
    public struct Subject: Sendable {
        fileprivate let scalars: [Unicode.Scalar]

        public init(_ name: some StringProtocol) {
            scalars = Array(name.lowercased().unicodeScalars)
        }
    }

    /// Lower-cased.
    public let description: String
    private let scalars: [Unicode.Scalar]

    public init(_ text: String) {
        description = text.lowercased()
        scalars = Array(description.unicodeScalars)
    }

    public init(stringLiteral text: String) {
        self.init(text)
    }

    public func matches(_ name: some StringProtocol) -> Bool { matches(Subject(name)) }

    /// Linear in the name for each `*`: a hostile name cannot make it slow.
    public func matches(_ subject: Subject) -> Bool {
        let text = subject.scalars
        var p = 0
        var t = 0
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < scalars.count, scalars[p] == "*" {
                star = (p, t)
                p += 1
            } else if p < scalars.count, scalars[p] == "?" || scalars[p] == text[t] {
                p += 1
                t += 1
            } else if let last = star {
                p = last.pattern + 1
                t = last.text + 1
                star = (last.pattern, t)
            } else {
                return false
            }
        }
        return scalars[p...].allSatisfy { $0 == "*" }
    }
}
