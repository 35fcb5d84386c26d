/// Why a call cannot even be written down. Nothing is sent.
enum RequestError: String, Error, Hashable, Sendable {
    /// Not a short token of letters, digits and hyphens (see ``ActionID``), or no id at all.
    case invalidActionID = "invalid_action_id"
    /// The body cannot be encoded as JSON.
    case unencodable

    var message: String {
        switch self {
        case .invalidActionID: "this is not the id of a machine action"
        case .unencodable: "the request body cannot be encoded"
        }
    }
}
