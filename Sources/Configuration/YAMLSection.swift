import LazaretCore
import Yams

/// One mapping of the file while it is read: takes keys one by one, collects every problem, and at the end names the keys
/// that nobody took.
final class YAMLSection {
    let path: String
    private let problems: ProblemList
    private let nodes: [(key: String, node: Node, mark: Mark?)]
    private let mark: Mark?
    private var known: [String] = []

    init(path: String, node: Node?, problems: ProblemList) {
        self.path = path
        self.problems = problems
        mark = node?.mark
        guard let node, !node.isNull else {
            nodes = []
            return
        }
        guard let mapping = node.mapping else {
            nodes = []
            problems.add(path, "must be a mapping of keys, not \(node.kind)", node.mark)
            return
        }
        nodes = mapping.map { ($0.key.string ?? "", $0.value, $0.key.mark) }
    }

    func report(_ key: String, _ message: String) {
        problems.add(join(key), message, nodes.first { $0.key == key }?.node.mark ?? mark)
    }

    func has(_ key: String) -> Bool { nodes.contains { $0.key == key && !$0.node.isNull } }

    func node(_ key: String) -> Node? {
        known.append(key)
        return nodes.first { $0.key == key }?.node
    }

    func section(_ key: String) -> YAMLSection {
        YAMLSection(path: join(key), node: node(key), problems: problems)
    }

    /// The mappings of a sequence.
    func sections(_ key: String) -> [YAMLSection]? {
        guard let node = node(key), !node.isNull else { return nil }
        guard let sequence = node.sequence else {
            problems.add(join(key), "must be a list, not \(node.kind)", node.mark)
            return []
        }
        return sequence.enumerated().map { index, item in
            if item.mapping == nil { problems.add("\(join(key))[\(index)]", "must be a mapping of keys", item.mark) }
            return YAMLSection(
                path: "\(join(key))[\(index)]", node: item.mapping == nil ? nil : item, problems: problems)
        }
    }

    /// Every key that nobody took is an error that names the nearest known one.
    func finish() {
        for (key, _, mark) in nodes where !known.contains(key) {
            var message = "unknown key"
            if let near = NearestName.of(key, in: known) { message += "; did you mean \(near)?" }
            problems.add(join(key), message, mark)
        }
    }

    func join(_ key: String) -> String { path.isEmpty ? key : key.isEmpty ? path : "\(path).\(key)" }

    /// A scalar's text; nil where the key is absent or (reported) not a scalar.
    func scalar(_ key: String, _ what: String) -> String? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let scalar) = node, !node.isNull else {
            problems.add(join(key), "must be \(what), not \(node.kind)", node.mark)
            return nil
        }
        return scalar.string
    }

    /// True for text in quotes, which is never a number or a truth value.
    func isQuoted(_ key: String) -> Bool { [.singleQuoted, .doubleQuoted].contains(style(key)) }

    func isPlain(_ key: String) -> Bool { style(key) == .plain }

    private func style(_ key: String) -> Node.Scalar.Style? {
        guard case .scalar(let scalar)? = nodes.first(where: { $0.key == key })?.node else { return nil }
        return scalar.style
    }
}

/// The problems of one file, in the order found.
final class ProblemList {
    let file: String
    private(set) var problems: [ConfigurationError.Problem] = []

    init(file: String) {
        self.file = file
    }

    func add(_ key: String, _ message: String, _ mark: Mark?) {
        problems.append(.init(file: file, line: mark?.line, column: mark?.column, key: key, message: message))
    }
}

extension Node {
    var isNull: Bool {
        guard case .scalar(let scalar) = self else { return false }
        return scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// For a message about a wrong type.
    var kind: String {
        if isNull { return "empty" }
        return switch self {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): "\"\(scalar.string)\""
        case .alias: "an alias"
        }
    }
}
