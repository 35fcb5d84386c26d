import CJQ
import Glibc

/// One compiled jq program, the only door to libjq's machine.
///
/// Not for use by two threads at once. libjq 1.6 can abort, crash or loop on data: outside of tests this runs in a
/// mapping worker only. What makes it safe to *compile* and start any program is set here: no `$HOME/.jq`, an empty
/// library path, and call-backs for errors, `input` and `debug`.
final class JQProgram {
    private var state: OpaquePointer?
    private let messages = JQMessages()

    /// Compiles for about 20 ms. `name` is for messages only.
    init(_ text: String, name: String) throws(JQCompileFailure) {
        guard !text.utf8.contains(0) else {
            throw JQCompileFailure(problems: [JQCompileError(program: name, message: "the program holds a NUL byte")])
        }
        Self.forgetHome
        state = jq_init()
        guard state != nil else {
            throw JQCompileFailure(problems: [JQCompileError(program: name, message: "libjq has no memory")])
        }
        let box = Unmanaged.passUnretained(messages).toOpaque()
        jq_set_error_cb(state, { JQMessages.add($1, to: $0) }, box)
        jq_set_input_cb(state, { _, _ in jv_invalid() }, nil)
        jq_set_debug_cb(state, { jv_free($1) }, nil)
        jq_set_attr(state, jv_string("JQ_ORIGIN"), jv_string("/"))
        jq_set_attr(state, jv_string("JQ_LIBRARY_PATH"), jv_array())
        jq_set_attr(state, jv_string("PROGRAM_ORIGIN"), jv_string("/"))
        let isCompiled = jq_compile(state, Self.harmless + text) != 0
        let said = messages.takeAll()
        guard isCompiled else {
            let problems = said.compactMap { JQCompileError(program: name, libjqMessage: $0) }
            throw JQCompileFailure(
                problems: problems.isEmpty
                    ? [JQCompileError(program: name, message: "the program does not compile")] : problems)
        }
    }

    deinit {
        jq_teardown(&state)
    }

    /// Forgets what ran before and puts the program in front of a new input.
    func start(on input: consuming JQValue) {
        jq_start(state, input.take(), 0)
    }

    /// The next output; nil at the end. After an error or the end the program may be started anew.
    func next() throws(JQRunError) -> JQValue? {
        let value = JQValue(owning: jq_next(state))
        if value.kind != JV_KIND_INVALID { return value }
        if jq_halted(state) != 0 { throw JQRunError(message: "the program halted") }
        if jv_invalid_has_msg(value.copy().take()) == 0 { return nil }
        throw JQRunError(invalid: value)
    }

    /// Frees the input and all that the run has built.
    func discardRun() {
        jq_start(state, jv_null(), 0)
        // What a `halt` or a message of the run has left behind goes as well.
        _ = messages.takeAll()
    }

    /// libjq 1.6 frees the message of `halt_error` twice, which a later document would pay for. On the program's first line, to
    /// keep its count.
    private static let harmless = "def halt_error: halt; def halt_error($code): halt; "

    /// `jq_compile` reads `$HOME/.jq` where there is one. A worker has no HOME to begin with.
    private static let forgetHome: Void = {
        unsetenv("HOME")
    }()
}

/// What libjq says through its error call-back, which knows neither Swift's errors nor its values.
private final class JQMessages {
    private static let bound = 100
    private var texts: [String] = []

    static func add(_ message: jv, to box: UnsafeMutableRawPointer?) {
        let text = JQValue(owning: message).text ?? ""
        guard let box else { return }
        let messages = Unmanaged<JQMessages>.fromOpaque(box).takeUnretainedValue()
        if messages.texts.count < bound { messages.texts.append(text) }
    }

    func takeAll() -> [String] {
        defer { texts = [] }
        return texts
    }
}
