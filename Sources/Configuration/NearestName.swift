/// "Did you mean …": the known name that is fewest edits away, if it is near enough to be a slip of the hand.
enum NearestName {
    static func of(_ name: String, in known: [String]) -> String? {
        let limit = max(2, name.count / 3)
        return known.map { ($0, distance($0.lowercased(), name.lowercased())) }
            .filter { $0.1 <= limit }
            .min { $0.1 < $1.1 }?.0
    }

    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let substituted = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substituted, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
