import Foundation
import Testing

@testable import StatusServer

/// The page's colours against WCAG 2.2: text 4.5:1 (1.4.3), what is drawn or outlined 3:1 (1.4.11), light and dark.
@Suite struct ContrastTests {
    /// Foreground and the grounds it stands on, by the rules of the stylesheet.
    private static let text: [(String, [String])] = [
        ("ink", ["paper", "card"]), ("soft", ["paper", "card"]), ("good", ["paper"]), ("bad", ["paper"]),
        ("link", ["paper"]), ("warn-ink", ["warn"]),
    ]
    private static let drawn: [(String, [String])] = [
        // The border of what can be typed into or pressed; the outline of what has the focus.
        ("soft", ["paper"]), ("link", ["paper", "card"]),
        ("succeeded", ["paper"]), ("failed", ["paper"]), ("refused", ["paper"]), ("denied", ["paper"]),
        ("dry", ["paper"]),
    ]

    @Test(arguments: ["light", "dark"])
    func `every colour is far enough from its ground`(_ scheme: String) throws {
        let colours = try Self.colours(scheme)
        for (pairs, least) in [(Self.text, 4.5), (Self.drawn, 3.0)] {
            for (front, grounds) in pairs {
                for ground in grounds {
                    let (one, other) = (try #require(colours[front]), try #require(colours[ground]))
                    let ratio = try Self.contrast(one, other)
                    #expect(ratio >= least, "\(scheme): --\(front) on --\(ground) is \(ratio):1")
                }
            }
        }
    }

    @Test func `no colour is used that is not looked at here`() throws {
        let known = Set((Self.text + Self.drawn).flatMap { [$0.0] + $0.1 } + ["line"])
        for scheme in ["light", "dark"] {
            let colours = try Self.colours(scheme)
            #expect(Set(colours.keys) == known)
        }
        // Outside of the two lists of colours no literal one stands in the stylesheet.
        let rules = try #require(StatusAssets.style.split(separator: "* { box-sizing").last)
        #expect(rules.matches(of: /#[0-9a-fA-F]{3,8}\b(?=\s*[;,}])/).isEmpty)
    }

    @Test func `black on white is 21, grey #767676 just passes`() throws {
        let (most, grey) = (try Self.contrast("#000", "#fff"), try Self.contrast("#767676", "#ffffff"))
        #expect(most == 21)
        #expect((4.5..<4.6).contains(grey))
    }

    private static func colours(_ scheme: String) throws -> [String: String] {
        let lists = StatusAssets.style.matches(of: /:root \{([^}]*)\}/).map { String($0.output.1) }
        let list = try #require(scheme == "light" ? lists.first : lists.dropFirst().first)
        return Dictionary(
            list.matches(of: /--([a-z-]+): (#[0-9a-f]+);/).map { (String($0.output.1), String($0.output.2)) },
            uniquingKeysWith: { $1 })
    }

    /// WCAG 2.2, "contrast ratio" and "relative luminance".
    private static func contrast(_ one: String, _ other: String) throws -> Double {
        let lights = try [luminance(one), luminance(other)].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private static func luminance(_ colour: String) throws -> Double {
        let digits = Array(colour.dropFirst())
        let pairs =
            digits.count == 3
            ? digits.map { "\($0)\($0)" } : stride(from: 0, to: 6, by: 2).map { "\(digits[$0])\(digits[$0 + 1])" }
        let parts = try pairs.map { pair in
            let number = try #require(Int(pair, radix: 16))
            let value = Double(number) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
