import CBuildInfo

/// What this binary was built from.
public enum Build {
    public static let version = "0.1.0"

    /// The commit, with `+` where the work tree had changes; `unknown` outside a git checkout.
    public static let commit = String(cString: lz_build_commit())
}
