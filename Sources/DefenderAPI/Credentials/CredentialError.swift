/// Why a credential file cannot be used. Names files, never what is in them.
public enum CredentialError: Error, Hashable, Sendable {
    case missing(file: String)
    /// `reason`: the system's words.
    case unreadable(file: String, reason: String)
    case notRegular(file: String)
    /// Its mode lets group or others read it.
    case readableByOthers(file: String, mode: UInt32)
    case empty(file: String)
    case tooLarge(file: String)
    case badCertificate(file: String, reason: String)
    case badKey(file: String, reason: String)
    /// An encrypted key, and no passphrase file.
    case passphraseMissing(keyFile: String)
    /// The key does not open with it, or the passphrase is of a kind that cannot be used.
    case badPassphrase(file: String, reason: String)
    /// Certificate and key do not belong together.
    case mismatch(certificateFile: String, keyFile: String)
    case signing(keyFile: String)

    /// A bounded label.
    public var label: String {
        switch self {
        case .missing: "missing"
        case .unreadable: "unreadable"
        case .notRegular: "not_regular"
        case .readableByOthers: "readable_by_others"
        case .empty: "empty"
        case .tooLarge: "too_large"
        case .badCertificate: "bad_certificate"
        case .badKey: "bad_key"
        case .passphraseMissing: "passphrase_missing"
        case .badPassphrase: "bad_passphrase"
        case .mismatch: "mismatch"
        case .signing: "signing"
        }
    }

    /// What is wrong and what to do.
    public var message: String {
        switch self {
        case .missing(let file): "\(file) does not exist"
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        case .notRegular(let file): "\(file) is not a regular file"
        case .readableByOthers(let file, let mode):
            "\(file) can be read by others (mode \(String(mode, radix: 8))): chmod 600 it, or pass it as a systemd credential"
        case .empty(let file): "\(file) is empty"
        case .tooLarge(let file): "\(file) is too large to be a credential"
        case .badCertificate(let file, let reason): "\(file) holds no usable certificate: \(reason)"
        case .badKey(let file, let reason): "\(file) holds no usable private key: \(reason)"
        case .passphraseMissing(let keyFile): "\(keyFile) is encrypted, and no passphrase file is configured"
        case .badPassphrase(let file, let reason): "\(file) does not open the private key: \(reason)"
        case .mismatch(let certificateFile, let keyFile): "the key in \(keyFile) is not the key of \(certificateFile)"
        case .signing(let keyFile): "the key in \(keyFile) cannot sign"
        }
    }
}
