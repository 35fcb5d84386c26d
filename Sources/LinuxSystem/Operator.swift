import Glibc

/// Who asks: the login name of the person at the command line, also behind sudo or doas.
public enum Operator {
    /// `SUDO_USER` or `DOAS_USER` is believed only where this process is root's, because anybody can set a variable.
    public static func login(environment: [String: String]) -> String {
        let own = name(of: getuid())
        guard getuid() == 0 else { return own }
        for variable in ["SUDO_USER", "DOAS_USER"] {
            if let user = environment[variable], !user.isEmpty, user != own { return user }
        }
        return own
    }

    private static func name(of user: uid_t) -> String {
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(user, &entry, &buffer, buffer.count, &result) == 0, result != nil, let name = entry.pw_name
        else { return "uid \(user)" }
        return String(cString: name)
    }
}
