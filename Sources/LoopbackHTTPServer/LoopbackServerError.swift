/// Why a server did not start.
public enum LoopbackServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Only loopback addresses are served.
    case notLoopback(String)
    case addressInUse(LoopbackAddress)
    /// The system's reason, as text.
    case cannotListen(LoopbackAddress, String)

    /// A bounded word for logs.
    public var label: String {
        switch self {
        case .notLoopback: "not_loopback"
        case .addressInUse: "address_in_use"
        case .cannotListen: "cannot_listen"
        }
    }

    public var description: String {
        switch self {
        case .notLoopback(let host): "\(host) is not a loopback address"
        case .addressInUse(let address): "\(address) is already in use"
        case .cannotListen(let address, let reason): "cannot listen on \(address): \(reason)"
        }
    }
}
