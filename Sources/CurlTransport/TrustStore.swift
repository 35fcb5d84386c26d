import CCurl
import Foundation
import HTTPTransport

/// Which certificates are trusted, as libcurl is told: one file, and where there is a system's bundle no directory beside it.
///
/// libcurl (7.87 and later) parses such a file once for all connections of a multi handle (CURLOPT_CA_CACHE_TIMEOUT). With a directory
/// or with certificates in memory (CURLOPT_CAINFO_BLOB) it parses the whole system's trust for each connection, which is 20 ms of
/// the one thread that carries all requests.
final class TrustStore {
    /// How long libcurl may rely on what it has parsed, in seconds.
    static let secondsOfCache = 60

    /// Nil: there is none.
    let path: String?
    /// Whether the directory that libcurl was built with is searched too: on a system that has no bundle. Its files are found by name,
    /// not all parsed.
    let searchesDirectory: Bool
    /// Of the file in memory in which an additional file is joined with the system's bundle. `path` leads through it, so it is open as
    /// long as any handle that was told of it.
    private let descriptor: Int32?

    /// Blocks while files are read. Throws `.unusable` for a file that cannot be read or holds no certificate.
    init(_ settings: TransportSettings) throws(TransportError) {
        var system = settings.systemTrustFile
        if system == nil, let bundle = Self.defaultBundle, FileManager.default.fileExists(atPath: bundle) {
            system = bundle
        }
        searchesDirectory = system == nil
        let own = settings.caFile.isEmpty ? nil : settings.caFile
        guard let system, let own else {
            // The file is libcurl's to read, anew each time that its cache has grown old; that it can be is known at the start.
            if let file = own ?? system { _ = try Self.read(file) }
            (path, descriptor) = (own ?? system, nil)
            return
        }
        let joined = try Self.file(of: try Self.read(system) + Data("\n".utf8) + (try Self.read(own)))
        (path, descriptor) = ("/proc/self/fd/\(joined)", joined)
    }

    deinit { if let descriptor { close(descriptor) } }

    private static func read(_ path: String) throws(TransportError) -> Data {
        let text: Data
        do {
            text = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .refused("certificates cannot be read: \(path): \(error.localizedDescription)")
        }
        let marks = ["-----BEGIN CERTIFICATE-----", "-----BEGIN TRUSTED CERTIFICATE-----"]
        guard marks.contains(where: { text.range(of: Data($0.utf8)) != nil }) else {
            throw .refused("no certificate in PEM form: \(path)")
        }
        return text
    }

    /// A file that lies in no directory.
    private static func file(of text: Data) throws(TransportError) -> Int32 {
        let descriptor = lz_memory_file("certificates")
        guard descriptor >= 0 else { throw .refused("memfd_create: \(String(cString: strerror(errno)))") }
        do {
            try FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: text)
        } catch {
            close(descriptor)
            throw .refused("certificates cannot be kept: \(error.localizedDescription)")
        }
        return descriptor
    }

    /// The bundle that libcurl was built with.
    private static var defaultBundle: String? {
        guard let easy = curl_easy_init() else { return nil }
        defer { curl_easy_cleanup(easy) }
        var path: UnsafePointer<CChar>?
        guard lz_easy_getinfo_string(easy, CURLINFO_CAINFO, &path) == CURLE_OK, let path else { return nil }
        return String(cString: path)
    }
}
