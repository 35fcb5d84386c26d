import GRDB
import LazaretCore

extension WriteTransaction {
    /// Keeps the answer, and lets go of a few that nobody has used for a day.
    func store(_ answer: LookupAnswer) throws {
        switch (answer.content, answer.subject) {
        case (.machine(let found), _): try store(found, answer)
        case (.file(let found), _): try store(found, answer)
        case (.tryAgain, .machine): try store(LookedUp<MachineRecord>.notAsked, answer)
        case (.tryAgain, .file): try store(LookedUp<FileRecord>.notAsked, answer)
        }
        let long = (now.wall - .seconds(86_400)).stored
        for (table, subject) in [("machine_lookups", "machine_id"), ("file_lookups", "sha1")] {
            try run(
                """
                DELETE FROM \(table) WHERE (tenant, \(subject)) IN (
                    SELECT tenant, \(subject) FROM \(table) WHERE valid_until < ? LIMIT 4)
                """, [long])
        }
    }

    private func store(_ found: LookedUp<MachineRecord>, _ answer: LookupAnswer) throws {
        let record = found.record
        let tags = record.map { "[" + $0.tags.map(JSONText.quoted).joined(separator: ", ") + "]" }
        try run(
            "INSERT OR REPLACE INTO machine_lookups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                answer.tenant, answer.subject.id, found.word, at, answer.until.stored, answer.tries,
                record?.computerDNSName?.storable(), record?.osPlatform?.storable(),
                record?.onboardingStatus?.storable(), record?.healthStatus?.storable(),
                record?.deviceValue?.storable(), tags?.storable(limit: 1 << 16),
                record?.mergedIntoMachineID?.storable(),
            ])
    }

    private func store(_ found: LookedUp<FileRecord>, _ answer: LookupAnswer) throws {
        let record = found.record
        try run(
            "INSERT OR REPLACE INTO file_lookups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                answer.tenant, answer.subject.id, found.word, at, answer.until.stored, answer.tries,
                record?.signer?.storable(), record?.issuer?.storable(), record?.publisher?.storable(),
                record?.isValidCertificate, record?.globalPrevalence, record?.determinationType?.storable(),
            ])
    }
}

extension LookedUp {
    /// The word of the `outcome` column.
    fileprivate var word: String {
        switch self {
        case .known: "known"
        case .notFound: "not_found"
        case .unavailable: "unavailable"
        case .notAsked: "try_again"
        }
    }
}
