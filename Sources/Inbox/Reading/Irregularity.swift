/// Why a name of the inbox stays where it is. Each is reported once, and again only after it was gone.
public enum Irregularity: Error, Hashable, Sendable, CustomStringConvertible {
    case notRegular(FileFacts.Kind)
    /// It bears a tenant's name.
    case notADirectory(FileFacts.Kind)
    /// A tenant's directory out of which nothing can be moved: nothing in it is read, as it would stay and be read for ever.
    case cannotBeEmptied(SystemFailure)
    /// The disk could not be read; it is tried again at every scan.
    case cannotBeRead(SystemFailure)
    /// Recorded in the action log, but the system does not let it be moved away; it is not read again as it is.
    case unmovable(SystemFailure)

    /// The bounded word for logs and metrics.
    public var label: String {
        switch self {
        case .notRegular: "not_regular"
        case .notADirectory: "not_a_directory"
        case .cannotBeEmptied: "cannot_be_emptied"
        case .cannotBeRead: "cannot_be_read"
        case .unmovable: "unmovable"
        }
    }

    public var description: String {
        switch self {
        case .notRegular(let kind): "is \(kind.rawValue), not a regular file"
        case .notADirectory(let kind): "bears a tenant's name and is \(kind.rawValue), not a directory"
        case .cannotBeEmptied(let failure): "nothing can be moved out of it, so nothing in it is read: \(failure)"
        case .cannotBeRead(let failure): "cannot be read: \(failure)"
        case .unmovable(let failure): "is recorded but cannot be moved away: \(failure)"
        }
    }
}
