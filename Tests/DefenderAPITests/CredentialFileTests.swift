import Foundation
import Glibc
import LazaretTestKit
import Testing

@testable import DefenderAPI

@Suite("Files that hold credentials")
struct CredentialFileTests {
    private func secret(_ path: String, trusted: String? = nil) async throws -> String {
        let store = CredentialStore(.clientSecret(file: path), trustedDirectory: trusted)
        guard case .secret(let secret) = try await store.load() else { return "" }
        return secret.revealed
    }

    @Test(
        "Trailing newlines are no part of a secret; everything else is",
        arguments: [
            ("s3cret", "s3cret"), ("s3cret\n", "s3cret"), ("s3cret\r\n\n", "s3cret"), (" s 3 \n", " s 3 "),
            ("a\nb\n", "a\nb"),
        ])
    func newlines(content: String, expected: String) async throws {
        try await withTemporaryDirectory { directory in
            try write(content, to: directory + "/s")
            let read = try await secret(directory + "/s")
            #expect(read == expected)
        }
    }

    @Test(
        "A file that anybody else can touch is refused, and the message says what to do",
        arguments: [
            0o640, 0o604, 0o660, 0o644, 0o601, 0o777,
        ])
    func modes(mode: Int) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory + "/s"
            try write("s", to: file, mode: mode)
            await #expect(throws: CredentialError.readableByOthers(file: file, mode: UInt32(mode))) {
                try await secret(file)
            }
            #expect(CredentialError.readableByOthers(file: file, mode: UInt32(mode)).message.contains("chmod 600"))
        }
    }

    @Test("Below systemd's credentials directory any mode will do; a link out of it will not")
    func trusted() async throws {
        try await withTemporaryDirectory { directory in
            let credentials = directory + "/credentials"
            try FileManager.default.createDirectory(atPath: credentials, withIntermediateDirectories: false)
            try write("inside", to: credentials + "/s", mode: 0o644)
            let read = try await secret(credentials + "/s", trusted: credentials)
            #expect(read == "inside")
            try write("outside", to: directory + "/s", mode: 0o644)
            try FileManager.default.createSymbolicLink(
                atPath: credentials + "/link", withDestinationPath: directory + "/s")
            for path in [credentials + "/link", credentials + "/../s", directory + "/s"] {
                await #expect(throws: CredentialError.readableByOthers(file: path, mode: 0o644)) {
                    try await secret(path, trusted: credentials)
                }
            }
            // A sibling whose name only begins like the directory's.
            try FileManager.default.createDirectory(atPath: credentials + "2", withIntermediateDirectories: false)
            try write("sibling", to: credentials + "2/s", mode: 0o644)
            await #expect(throws: CredentialError.readableByOthers(file: credentials + "2/s", mode: 0o644)) {
                try await secret(credentials + "2/s", trusted: credentials)
            }
        }
    }

    @Test("What is no secret file is named as what it is, without waiting")
    func odd() async throws {
        try await withTemporaryDirectory { directory in
            func expect(_ error: CredentialError, _ path: String) async {
                await #expect(throws: error) { try await secret(path) }
            }
            await expect(.missing(file: directory + "/none"), directory + "/none")
            try write("x", to: directory + "/file")
            await expect(.missing(file: directory + "/file/below"), directory + "/file/below")
            await expect(.notRegular(file: directory), directory)
            mkfifo(directory + "/fifo", 0o600)
            await expect(.notRegular(file: directory + "/fifo"), directory + "/fifo")
            try write("\n\r\n", to: directory + "/empty")
            await expect(.empty(file: directory + "/empty"), directory + "/empty")
            try write(String(repeating: "x", count: 70_000), to: directory + "/big")
            await expect(.tooLarge(file: directory + "/big"), directory + "/big")
        }
    }

    @Test("Every error has a label and says which file")
    func messages() {
        let errors: [CredentialError] = [
            .missing(file: "/f"), .unreadable(file: "/f", reason: "r"), .notRegular(file: "/f"),
            .readableByOthers(file: "/f", mode: 0o644), .empty(file: "/f"), .tooLarge(file: "/f"),
            .badCertificate(file: "/f", reason: "r"), .badKey(file: "/f", reason: "r"),
            .passphraseMissing(keyFile: "/f"),
            .badPassphrase(file: "/f", reason: "r"), .mismatch(certificateFile: "/f", keyFile: "/k"),
            .signing(keyFile: "/f"),
        ]
        #expect(Set(errors.map(\.label)).count == errors.count)
        for error in errors { #expect(error.message.contains("/f")) }
    }
}
