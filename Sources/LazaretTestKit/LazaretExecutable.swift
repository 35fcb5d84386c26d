import Foundation

/// The `lazaret` executable, which stands beside the test bundle in the build directory.
public enum LazaretExecutable {
    public static let path: String = {
        let candidates = ([Bundle.main.bundlePath] + CommandLine.arguments.prefix { $0 != "--" }).flatMap { path in
            [path, URL(fileURLWithPath: path).deletingLastPathComponent().path].map { $0 + "/lazaret" }
        }
        let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
        return found ?? FileManager.default.currentDirectoryPath + "/.build/debug/lazaret"
    }()
}
