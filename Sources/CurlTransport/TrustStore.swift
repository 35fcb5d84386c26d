import CCurl
import Foundation
import HTTPTransport

/// Which certificates are trusted, as libcurl is told.
///
/// CURLOPT_CAINFO replaces the system's bundle, so an additional file is joined with it to one text in memory
/// (CURLOPT_CAINFO_BLOB). libcurl reads that text in place: it must live as long as any handle that was given it.
final class TrustStore {
    /// Nil: libcurl's defaults.
    let bundle: UnsafeMutableRawBufferPointer?
    /// Whether the directory of certificates that libcurl was built with is searched too.
    let usesSystemDirectory: Bool

    /// Blocks while the files are read. Throws `.unusable` for a file that cannot be read or holds no certificate.
    init(_ settings: TransportSettings) throws(TransportError) {
        usesSystemDirectory = settings.systemTrustFile == nil
        guard !settings.caFile.isEmpty || settings.systemTrustFile != nil else {
            bundle = nil
            return
        }
        var text = Data()
        if let path = settings.systemTrustFile {
            text += try Self.read(path)
        } else if let path = Self.defaultBundle, FileManager.default.fileExists(atPath: path) {
            text += try Self.read(path)
        }
        if !settings.caFile.isEmpty {
            text += Data("\n".utf8) + (try Self.read(settings.caFile))
        }
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
        memory.copyBytes(from: text)
        bundle = memory
    }

    deinit { bundle?.deallocate() }

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

    /// The bundle that libcurl was built with.
    private static var defaultBundle: String? {
        guard let easy = curl_easy_init() else { return nil }
        defer { curl_easy_cleanup(easy) }
        var path: UnsafePointer<CChar>?
        guard lz_easy_getinfo_string(easy, CURLINFO_CAINFO, &path) == CURLE_OK, let path else { return nil }
        return String(cString: path)
    }
}
