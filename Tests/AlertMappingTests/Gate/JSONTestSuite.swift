import Foundation

@testable import AlertMapping

enum JSONTestSuite {
    enum Verdict: Equatable {
        case read
        /// Read, with U+FFFD for each escaped lone surrogate.
        case repaired
        case refused(GateError.Kind)
    }

    static let directory: URL = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let shared =
            ProcessInfo.processInfo.environment["LAZARET_SHARED"].map { URL(filePath: $0) }
            ?? package.appending(path: "../shared")
        return shared.appending(path: "json-test-suite").standardizedFileURL
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: directory.path()) }

    static func files(_ prefix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path()).filter { $0.hasPrefix(prefix) }
    }

    static func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appending(path: file)))
    }

    static func verdict(_ file: String) throws -> Verdict {
        let bytes = try bytes(file)
        do throws(GateError) {
            let text = try SourceText(bytes).bytes
            let checked = try JSONGate().check(text)
            return checked.repaired(text) == text.dropFirst(checked.range.lowerBound).prefix(checked.range.count)
                ? .read : .repaired
        } catch {
            return .refused(error.kind)
        }
    }

    /// The table of `docs/json-gate.md`.
    static let leftToTheReader: [String: Verdict] = [
        "i_number_double_huge_neg_exp.json": .read,
        "i_number_huge_exp.json": .read,
        "i_number_neg_int_huge_exp.json": .read,
        "i_number_pos_double_huge_exp.json": .read,
        "i_number_real_neg_overflow.json": .read,
        "i_number_real_pos_overflow.json": .read,
        "i_number_real_underflow.json": .read,
        "i_number_too_big_neg_int.json": .read,
        "i_number_too_big_pos_int.json": .read,
        "i_number_very_big_negative_int.json": .read,
        "i_object_key_lone_2nd_surrogate.json": .repaired,
        "i_string_1st_surrogate_but_2nd_missing.json": .repaired,
        "i_string_1st_valid_surrogate_2nd_invalid.json": .repaired,
        "i_string_UTF-16LE_with_BOM.json": .read,
        "i_string_UTF-8_invalid_sequence.json": .refused(.invalidUTF8),
        "i_string_UTF8_surrogate_U+D800.json": .refused(.encodedSurrogate),
        "i_string_incomplete_surrogate_and_escape_valid.json": .repaired,
        "i_string_incomplete_surrogate_pair.json": .repaired,
        "i_string_incomplete_surrogates_escape_valid.json": .repaired,
        "i_string_invalid_lonely_surrogate.json": .repaired,
        "i_string_invalid_surrogate.json": .repaired,
        "i_string_invalid_utf-8.json": .refused(.invalidUTF8),
        "i_string_inverted_surrogates_U+1D11E.json": .repaired,
        "i_string_iso_latin_1.json": .refused(.invalidUTF8),
        "i_string_lone_second_surrogate.json": .repaired,
        "i_string_lone_utf8_continuation_byte.json": .refused(.invalidUTF8),
        "i_string_not_in_unicode_range.json": .refused(.invalidUTF8),
        "i_string_overlong_sequence_2_bytes.json": .refused(.invalidUTF8),
        "i_string_overlong_sequence_6_bytes.json": .refused(.invalidUTF8),
        "i_string_overlong_sequence_6_bytes_null.json": .refused(.invalidUTF8),
        "i_string_truncated-utf-8.json": .refused(.invalidUTF8),
        "i_string_utf16BE_no_BOM.json": .refused(.encoding),
        "i_string_utf16LE_no_BOM.json": .refused(.encoding),
        "i_structure_500_nested_arrays.json": .refused(.tooDeep),
        "i_structure_UTF-8_BOM_empty_object.json": .read,
    ]
}
