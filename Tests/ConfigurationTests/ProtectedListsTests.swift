import LazaretCore
import Testing

@testable import Configuration

struct ProtectedListsTests {
    @Test("a hash a line, comments and blanks left out")
    func files() throws {
        let hash = String(repeating: "AB", count: 20)
        let read = try ProtectedLists.files("# ours\n\n \(hash)  # the agent\n", file: "f")
        #expect(read.map(\.description) == [hash.lowercased()])
    }

    @Test("a line that is no hash is named")
    func badFile() {
        #expect(throws: ConfigurationError.self) { try ProtectedLists.files("\nabc\n", file: "f") }
    }

    @Test("machine ids and name patterns share a list")
    func machines() throws {
        let id = String(repeating: "0a", count: 20)
        let read = try ProtectedLists.machines("\(id)\nDC-*.example.com\nhv?\n", file: "f")
        #expect(read.ids.map(\.description) == [id])
        #expect(read.nameGlobs == ["dc-*.example.com", "hv?"])
    }

    @Test("a pattern with other characters is refused")
    func badGlob() {
        #expect(throws: ConfigurationError.self) { try ProtectedLists.machines("dc[0-9]\n", file: "f") }
    }

    @Test("an empty list is none")
    func empty() throws {
        #expect(try ProtectedLists.files("", file: "f").isEmpty)
        #expect(try ProtectedLists.machines("# none\n", file: "f") == ProtectedMachines())
    }
}
