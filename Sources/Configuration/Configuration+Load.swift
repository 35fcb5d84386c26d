import Foundation

extension Configuration {
    /// Opens and reads the file. `environment` gives `CREDENTIALS_DIRECTORY`. Blocks on the file system.
    ///
    /// Throws ``ConfigurationError``, also where the file is missing or unreadable.
    public static func load(
        file: String, environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        let url = URL(fileURLWithPath: file).standardizedFileURL
        let text: String
        do {
            text = try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw ConfigurationError(
                problems: [
                    .init(
                        file: file, line: nil, column: nil, key: "",
                        message: "cannot be read: \(error.localizedDescription)")
                ], isDenied: (error as? CocoaError)?.code == .fileReadNoPermission)
        }
        let reader = ConfigurationReader(
            directory: url.deletingLastPathComponent().path,
            credentialsDirectory: environment["CREDENTIALS_DIRECTORY"],
            exists: { FileManager.default.fileExists(atPath: $0) })
        return try reader.read(text, file: file)
    }
}
