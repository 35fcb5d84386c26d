/// What lies in the state directory beside the inbox's directories.
public enum StateFile: String, Sendable {
    case actionLog = "actions.db"
    /// Held by the daemon that owns the directory.
    case lock
    /// The kill switch as a file, as long as it lies there.
    case pause
    /// Touched by whoever has written to the action log, so that a running daemon looks.
    case wakeup

    public func path(in directory: String) -> String { directory + "/" + rawValue }
}

extension Configuration {
    public func path(of file: StateFile) -> String { file.path(in: stateDirectory) }
}
