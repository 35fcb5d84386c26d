import LazaretCore
import Testing

@testable import LazaretDaemon

struct LogFolderTests {
    @Test("the first of a kind is logged, the rest of the period is counted and told with the next line")
    func folds() {
        let folder = LogFolder(period: .seconds(60))
        #expect(folder.admit("a", at: Steady(milliseconds: 0)) == 0)
        for second in 1..<60 { #expect(folder.admit("a", at: Steady(milliseconds: Int64(second) * 1000)) == nil) }
        #expect(folder.admit("b", at: Steady(milliseconds: 30_000)) == 0)
        #expect(folder.admit("a", at: Steady(milliseconds: 60_000)) == 59)
        folder.forget("a")
        #expect(folder.admit("a", at: Steady(milliseconds: 61_000)) == 0)
    }
}
