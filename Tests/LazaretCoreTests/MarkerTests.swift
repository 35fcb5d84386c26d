import LazaretCore
import Testing

struct MarkerTests {
    let marker = Marker(installation: "3f9c0d1e2a4b", action: 1024)

    @Test("stands at the end of the comment")
    func standsAtTheEnd() {
        #expect(marker.comment("why") == "why [lazaret:3f9c0d1e2a4b:1024]")
        #expect(marker.comment("") == "[lazaret:3f9c0d1e2a4b:1024]")
    }

    @Test("survives any length of text", arguments: [0, 1, 967, 968, 969, 5000])
    func survives(length: Int) {
        let comment = marker.comment(String(repeating: "é", count: length))
        #expect(comment.unicodeScalars.count <= Marker.commentLimit)
        #expect(marker.marks(comment))
    }

    @Test(
        "knows only itself",
        arguments: [
            ("x [lazaret:3f9c0d1e2a4b:1024]", true), ("x [lazaret:3f9c0d1e2a4b:1024] \n", true),
            ("x [lazaret:3f9c0d1e2a4b:10245]", false), ("x [lazaret:3f9c0d1e2a4b:024]", false),
            ("x [lazaret:aaaaaaaaaaaa:1024]", false), ("[lazaret:3f9c0d1e2a4b:1024] x", false), ("", false),
        ])
    func knowsItself(_ comment: String, expected: Bool) {
        #expect(marker.marks(comment) == expected)
    }
}
