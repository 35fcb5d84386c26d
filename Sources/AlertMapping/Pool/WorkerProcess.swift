import CLinux
import Glibc

/// A worker's process and the daemon's end of its socket. Started and ended on the same thread: the worker's life hangs on
/// the thread that started it (PR_SET_PDEATHSIG).
struct WorkerProcess: ~Copyable {
    struct StartError: Error {
        var message: String

        init(_ call: StaticString, _ code: Int32) {
            message = "\(call): \(String(cString: strerror(code)))"
        }
    }

    let id: pid_t
    let socket: Int32

    /// Empty environment, directory /, /dev/null for the standard streams, the socket at descriptor 3, nothing else open,
    /// every signal at its default but those that end a service: a worker ends with its socket. Blocks until the exec.
    init(_ settings: MappingWorkerSettings) throws(StartError) {
        var pair: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { throw StartError("socketpair", errno) }
        defer { close(pair[1]) }
        do throws(StartError) {
            id = try Self.spawn(settings, socket: pair[1])
        } catch {
            close(pair[0])
            throw error
        }
        socket = pair[0]
    }

    deinit {
        close(socket)
        kill(id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    }

    /// Kills it if it still lives, waits for it, and says how it ended: by itself, if it had begun to.
    consuming func end() -> WorkerDeath {
        close(socket)
        kill(id, SIGKILL)
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 {
            if errno != EINTR {
                discard self
                return .exited(-1)
            }
        }
        discard self
        return WorkerDeath(status: status)
    }

    /// Processor time that it has used since its start; zero where it is gone.
    var processorTime: Duration {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else { return .zero }
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private static func spawn(_ settings: MappingWorkerSettings, socket: Int32) throws(StartError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        try check("posix_spawn_file_actions_init", posix_spawn_file_actions_init(&actions))
        defer { posix_spawn_file_actions_destroy(&actions) }
        try check("dup2", posix_spawn_file_actions_adddup2(&actions, socket, WorkerSocket.descriptor))
        try check("open", posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0))
        try check("dup2", posix_spawn_file_actions_adddup2(&actions, 0, 1))
        try check("dup2", posix_spawn_file_actions_adddup2(&actions, 0, 2))
        try check("closefrom", lz_spawn_close_from(&actions, WorkerSocket.descriptor + 1))
        try check("chdir", lz_spawn_change_directory(&actions, "/"))

        var attributes = posix_spawnattr_t()
        try check("posix_spawnattr_init", posix_spawnattr_init(&attributes))
        defer { posix_spawnattr_destroy(&attributes) }
        var every = sigset_t()
        sigfillset(&every)
        try check("sigdefault", posix_spawnattr_setsigdefault(&attributes, &every))
        var blocked = sigset_t()
        sigemptyset(&blocked)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGPIPE] { sigaddset(&blocked, signal) }
        try check("sigmask", posix_spawnattr_setsigmask(&attributes, &blocked))
        try check("flags", posix_spawnattr_setflags(&attributes, lz_spawn_flags))

        var arguments = settings.arguments.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        var process = pid_t()
        try check(
            "posix_spawn",
            posix_spawn(&process, settings.executable, &actions, &attributes, &arguments, &environment))
        return process
    }

    private static func check(_ call: StaticString, _ code: Int32) throws(StartError) {
        if code != 0 { throw StartError(call, code) }
    }
}
