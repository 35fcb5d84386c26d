import LazaretCore

/// Outputs of one document as alerts: the same `alertId` is one alert, in the order in which the ids are first seen; an
/// output without one is an alert of its own.
func groupByAlert(_ outputs: [MappingOutput]) -> [MappedAlert] {
    var groups: [AlertGroup] = []
    var places: [String: Int] = [:]
    for output in outputs {
        guard let alertID = output.alertID else {
            groups.append(AlertGroup(alertID: nil, first: output.item))
            continue
        }
        if let place = places[alertID] {
            groups[place].add(output.item)
        } else {
            places[alertID] = groups.count
            groups.append(AlertGroup(alertID: alertID, first: output.item))
        }
    }
    return groups.map { MappedAlert(alertID: $0.alertID, items: $0.items) }
}

/// The same machine and file twice in one alert are one order: the first, or the first that is not yet handled.
private struct AlertGroup {
    private struct Pair: Hashable {
        var machineID: MachineID
        var sha1: SHA1Hash
    }

    let alertID: String?
    private(set) var items: [MappedAlert.Item] = []
    private var places: [Pair: Int] = [:]

    init(alertID: String?, first: MappedAlert.Item) {
        self.alertID = alertID
        add(first)
    }

    mutating func add(_ item: MappedAlert.Item) {
        guard case .order(let order) = item else {
            items.append(item)
            return
        }
        let pair = Pair(machineID: order.machineID, sha1: order.sha1)
        guard let place = places[pair] else {
            places[pair] = items.count
            items.append(item)
            return
        }
        if case .order(let known) = items[place], known.handled != nil, order.handled == nil { items[place] = item }
    }
}
