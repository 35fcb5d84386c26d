extension JSONScanner {
    /// `true`, `false` or `null`; the last resort where a value has to begin.
    func literal(_ first: Place) throws(Flaw) -> Place {
        let word: StaticString
        switch first.pointee {
        case 0x74: word = "true"
        case 0x66: word = "false"
        case 0x6E: word = "null"
        default: throw unexpected(first, .expectedValue)
        }
        let length = word.utf8CodeUnitCount
        for index in 0..<length where index >= end - first || first[index] != word.utf8Start[index] {
            throw flaw(.badLiteral, at: first)
        }
        return first + length
    }

    /// What is wrong with a byte that the grammar does not have here: the usual mistakes by their names, else `expected`.
    func unexpected(_ place: Place, _ expected: GateError.Kind) -> Flaw {
        let left = end - place
        switch place.pointee {
        case 0x23: return flaw(.comment, at: place)
        case 0x2F where left >= 2 && (place[1] == 0x2F || place[1] == 0x2A): return flaw(.comment, at: place)
        case 0x27: return flaw(.singleQuote, at: place)
        case 0xEF where left >= 3 && place[1] == 0xBB && place[2] == 0xBF: return flaw(.byteOrderMark, at: place)
        case 0x80... where wellFormedLength(place) == 0: return illFormed(place)
        default: break
        }
        guard expected == .expectedValue else { return flaw(expected, at: place) }
        switch place.pointee {
        case 0x49 where left >= 3 && place[1] == 0x6E: return flaw(.notANumber, at: place)
        case 0x4E where left >= 3 && place[1] == 0x61: return flaw(.notANumber, at: place)
        case 0x2B, .point: return flaw(.badNumber, at: place)
        case 0x41...0x5A, 0x61...0x7A: return flaw(.badLiteral, at: place)
        default: return flaw(expected, at: place)
        }
    }

    /// What is wrong with something behind the document.
    func afterDocument(_ place: Place) -> Flaw {
        switch place.pointee {
        case .openBrace, .openBracket, .quote, .minus, .zero ... .nine, 0x74, 0x66, 0x6E:
            flaw(.secondDocument, at: place)
        default:
            unexpected(place, .trailingContent)
        }
    }
}
