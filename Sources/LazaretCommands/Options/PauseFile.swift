import Configuration
import Glibc

/// The file `pause` in the state directory: an emergency script's kill switch, as long as it lies there.
enum PauseFile {
    /// Nil where there is none.
    static func path(_ configuration: Configuration) -> String? {
        let path = configuration.path(of: .pause)
        var facts = stat()
        return lstat(path, &facts) == 0 ? path : nil
    }

    static func reason(_ path: String) -> String { "the file \(path) is there" }
}
