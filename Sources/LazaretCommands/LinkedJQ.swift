import Foundation
import Glibc

/// libjq has no call that tells its version; the name of the loaded library does (`libjq.so.1.0.4` is jq 1.6).
enum LinkedJQ {
    static let version: String = {
        guard let maps = fopen("/proc/self/maps", "re") else { return "unknown" }
        defer { fclose(maps) }
        var line = [CChar](repeating: 0, count: 4096)
        while fgets(&line, Int32(line.count), maps) != nil {
            let bytes = line.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let start = text.range(of: "libjq.so.") else { continue }
            let soname = String(text[start.upperBound...])
            return releases[soname].map { "\($0) (libjq.so.\(soname))" } ?? "libjq.so.\(soname)"
        }
        return "unknown"
    }()

    private static let releases = ["1.0.4": "1.6"]
}
