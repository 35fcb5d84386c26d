import LazaretCore

/// `{"ready": false, "reasons": ["…"]}`
enum ReadyBody {
    static func text(_ reasons: [String]) -> String {
        let list = reasons.map(JSONText.quoted).joined(separator: ", ")
        return "{\"ready\": \(reasons.isEmpty), \"reasons\": [\(list)]}\n"
    }
}
