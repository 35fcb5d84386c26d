import Glibc

/// Who asks: the login name of the person at the command line, also behind sudo, doas or su.
public enum Operator {
    /// `SUDO_USER` or `DOAS_USER` is believed only where this process is root's, because anybody can set a variable. Else the
    /// kernel tells who logged in, where login sets that (`/proc/self/loginuid`, audit) and only root could have changed it;
    /// else it is the account of this process.
    public static func login(
        environment: [String: String], loginUserFile: String = "/proc/self/loginuid"
    ) -> String {
        let own = name(of: getuid())
        if getuid() == 0 {
            for variable in ["SUDO_USER", "DOAS_USER"] {
                if let user = environment[variable], !user.isEmpty, user != own { return user }
            }
        }
        return loginUser(loginUserFile).map(name) ?? own
    }

    /// Nil where nobody logged in: a service's child, a container without audit.
    private static func loginUser(_ file: String) -> uid_t? {
        guard let stream = fopen(file, "re") else { return nil }
        defer { fclose(stream) }
        var buffer = [CChar](repeating: 0, count: 32)
        guard fgets(&buffer, Int32(buffer.count), stream) != nil else { return nil }
        let digits = buffer.map { UInt8(bitPattern: $0) }.prefix { (48...57).contains($0) }
        guard let user = uid_t(String(decoding: digits, as: UTF8.self)), user != uid_t.max else { return nil }
        return user
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
