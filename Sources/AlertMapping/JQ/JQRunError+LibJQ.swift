import CJQ

extension JQRunError {
    /// The message inside an invalid value: a text, or what the program gave to `error`.
    init(invalid value: consuming JQValue) {
        let inside = JQValue(owning: jv_invalid_get_msg(value.take()))
        switch inside.kind {
        case JV_KIND_STRING:
            self.init(message: inside.text ?? "")
        case JV_KIND_INVALID, JV_KIND_NULL:
            self.init(message: "the value is invalid")
        default:
            let name = inside.kindName
            let dumped = JQValue(owning: jv_dump_string(inside.copy().take(), 0))
            self.init(message: "error with an \(name) value: \(dumped.text ?? "")")
        }
    }
}
