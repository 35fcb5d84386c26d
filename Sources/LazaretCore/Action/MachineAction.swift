/// Defender's record of an action, the fields that Lazaret reads; `body` keeps the whole answer as it came.
///
/// Field names and their spellings in real answers: defender-api, section 2.1.
public struct MachineAction: Hashable, Sendable {
    /// GUID.
    public var id: String
    public var type: String?
    public var status: Status
    public var machineID: String?
    public var requestor: String?
    /// Our comment, echoed: the only free text that carries the marker.
    public var requestorComment: String?
    public var computerDNSName: String?
    public var createdAt: Instant?
    public var updatedAt: Instant?
    /// `relatedFileInfo.fileIdentifier`, as it came.
    public var fileIdentifier: String?
    public var fileIdentifierType: String?
    public var errorHResult: Int64?
    /// The JSON object, verbatim.
    public var body: String

    public init(
        id: String, type: String? = nil, status: Status, machineID: String? = nil, requestor: String? = nil,
        requestorComment: String? = nil, computerDNSName: String? = nil, createdAt: Instant? = nil,
        updatedAt: Instant? = nil, fileIdentifier: String? = nil, fileIdentifierType: String? = nil,
        errorHResult: Int64? = nil, body: String
    ) {
        self.id = id
        self.type = type
        self.status = status
        self.machineID = machineID
        self.requestor = requestor
        self.requestorComment = requestorComment
        self.computerDNSName = computerDNSName
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.fileIdentifier = fileIdentifier
        self.fileIdentifierType = fileIdentifierType
        self.errorHResult = errorHResult
        self.body = body
    }

    public static let stopAndQuarantine = "StopAndQuarantineFile"
}

extension MachineAction {
    /// `MachineAction.status`, verbatim; a word that Lazaret does not know is open, and kept as it came.
    public struct Status: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        public init(_ text: String) {
            description = text
        }

        /// The action state this status means. Compared without letter case; both spellings of "cancelled" are seen.
        public var state: ActionState {
            switch description.lowercased() {
            case "succeeded": .succeeded
            case "failed": .failed
            case "timeout": .timedOut
            case "cancelled", "canceled": .cancelled
            default: .submitted
            }
        }
    }
}

extension MachineAction {
    /// `errorHResult` in the usual way of writing an HRESULT; nil for 0, which says nothing. (defender-api, section 2.1)
    public var errorWord: String? {
        guard let errorHResult, errorHResult != 0 else { return nil }
        let digits = String(UInt32(truncatingIfNeeded: errorHResult), radix: 16, uppercase: true)
        return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
    }
}
