// swift-tools-version: 6.2
import PackageDescription

/// The settings that hold the map of `docs/architecture.md`: every import is internal unless it is said to be public,
/// members come only from modules that the file itself imports, and no warning is let through.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycleSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]

/// For `lazaret version`.
let commit = Context.gitInformation.map { $0.currentCommit + ($0.hasUncommittedChanges ? "+" : "") } ?? "unknown"

let package = Package(
    name: "lazaret",
    products: [.executable(name: "lazaret", targets: ["lazaret"])],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        // C at the doors
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CJQ", providers: [.apt(["libjq-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSQLiteSetup"),
        .target(name: "CBuildInfo", cSettings: [.define("LAZARET_COMMIT", to: "\"\(commit)\"")]),

        .target(name: "CQuiet"),
        module("BuildInfo", ["CBuildInfo"]),

        // decides
        module("LazaretCore"),

        // does
        module("BlockingWork"),
        module("HTTPTransport"),
        module("CurlTransport", ["HTTPTransport", "CCurl"]),
        module("DefenderAPI", ["HTTPTransport", "BlockingWork", "LazaretCore", crypto, cryptoExtras, asn1]),
        module("AlertMapping", ["LazaretCore", "CJQ", "CLinux", crypto]),
        module("Inbox", ["LazaretCore", "BlockingWork", "CLinux", crypto, deque]),
        module("ActionLog", ["LazaretCore", "CSQLiteSetup", grdb, grdbSQLite, crypto]),
        module("Delivery", ["LazaretCore"]),
        module("Configuration", ["LazaretCore", yams]),
        module("LinuxSystem", ["LazaretCore", "CLinux", "CQuiet"]),
        module("LoopbackHTTPServer", nio),
        module("StatusServer", ["LazaretCore", "LoopbackHTTPServer"]),
        module("DefenderSimulator", ["LazaretCore", "LinuxSystem", "LoopbackHTTPServer"]),

        // brings together
        module("Connecting", ["Configuration", "DefenderAPI", "CurlTransport", "BuildInfo", "LazaretCore"]),
        module(
            "LazaretDaemon",
            [
                "LazaretCore", "LinuxSystem", "BlockingWork", "HTTPTransport", "CurlTransport", "DefenderAPI",
                "AlertMapping", "Inbox",
                "ActionLog",
                "Delivery", "Configuration", "StatusServer", "LoopbackHTTPServer", "BuildInfo", "Connecting", logging,
                lifecycleSignals,
            ]
        ),
        module(
            "LazaretCommands",
            [
                "LazaretCore", "LinuxSystem", "ActionLog", "AlertMapping", "Inbox", "Configuration", "CurlTransport",
                "HTTPTransport",
                "DefenderAPI",
                "CCurl", "BuildInfo", "Connecting", grdbSQLite, arguments,
            ]
        ),
        .executableTarget(
            name: "lazaret",
            dependencies: [
                "LazaretCore", "LazaretCommands", "LazaretDaemon", "DefenderSimulator", "AlertMapping",
                "LinuxSystem", "LoopbackHTTPServer", "BuildInfo", arguments, lifecycleSignals,
            ],
            swiftSettings: strict,
            linkerSettings: [
                .unsafeFlags([
                    // An idle process sleeps (Sources/CQuiet).
                    "-Xlinker", "--wrap=dispatch_source_set_timer",
                    // What relocation has written cannot be written again.
                    "-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now",
                ])
            ]
        ),

        .executableTarget(
            name: "lazaret-bench",
            dependencies: [
                "AlertMapping", "GateFuzzing", "ActionLog", "LazaretCore", "LinuxSystem", "DaemonRig",
                "DefenderSimulator", "CurlTransport", "HTTPTransport", "CCurl", grdb, grdbSQLite, crypto,
                arguments,
            ],
            swiftSettings: strict),

        // proves
        module("GateFuzzing", ["AlertMapping", "LazaretCore"]),
        module(
            "FaultSimulation",
            [
                "LazaretCore", "ActionLog", "Delivery", "DefenderAPI", "HTTPTransport", "DefenderSimulator",
                "LoopbackHTTPServer",
            ]),
        .executableTarget(
            name: "fault-simulation", dependencies: ["FaultSimulation", arguments], swiftSettings: strict),
        module(
            "DaemonRig", ["ActionLog", "LazaretCore", "DefenderSimulator", "CurlTransport", "HTTPTransport"]),
        .executableTarget(
            name: "lazaret-torture", dependencies: ["DaemonRig", "ActionLog", "DefenderSimulator", arguments],
            swiftSettings: strict),
        .target(
            name: "LazaretTestKit",
            dependencies: ["LazaretCore", "HTTPTransport"],
            swiftSettings: strict
        ),
        tests("LazaretCoreTests", ["LazaretCore", "LazaretTestKit"]),
        tests(
            "CurlTransportTests", ["CurlTransport", "HTTPTransport", "CCurl", "LazaretTestKit"],
            exclude: ["Support/DroppingPeer.py"]),
        tests(
            "DefenderAPITests",
            [
                "DefenderAPI", "HTTPTransport", "CurlTransport", "LoopbackHTTPServer", "LazaretCore", "LazaretTestKit",
                crypto, cryptoExtras,
            ]),
        tests(
            "AlertMappingTests",
            ["AlertMapping", "CLinux", "GateFuzzing", "LazaretCore", "LazaretTestKit", "lazaret"]),
        tests("InboxTests", ["Inbox", "LazaretCore", "LazaretTestKit"]),
        tests("ActionLogTests", ["ActionLog", "LazaretCore", "LazaretTestKit", grdb, grdbSQLite, crypto, yams]),
        tests(
            "DeliveryTests",
            [
                "Delivery", "LazaretCore", "LazaretTestKit", "ActionLog", "DefenderAPI", "CurlTransport",
                "DefenderSimulator", "FaultSimulation",
            ]),
        tests(
            "FaultSimulationTests", ["FaultSimulation", "LazaretCore", "Delivery", "DefenderSimulator", "ActionLog"]),
        tests("LinuxSystemTests", ["LinuxSystem", "LazaretCore", "LazaretTestKit"]),
        tests("ConfigurationTests", ["Configuration", "LazaretCore"]),
        tests(
            "DefenderSimulatorTests",
            [
                "DefenderSimulator", "LoopbackHTTPServer", "CurlTransport", "HTTPTransport", "LazaretCore",
                "LazaretTestKit", "lazaret",
            ]),
        tests("StatusServerTests", ["StatusServer", "LazaretCore", "LoopbackHTTPServer"]),
        tests(
            "LazaretDaemonTests",
            ["LazaretDaemon", "ActionLog", "Configuration", "Delivery", "LazaretCore", "LazaretTestKit", logging]),
        tests(
            "LazaretCommandsTests",
            [
                "lazaret", "LazaretCommands", "ActionLog", "LazaretCore", "LazaretTestKit", "Configuration",
                "CurlTransport", "DefenderAPI", "HTTPTransport", arguments, grdb,
            ],
            exclude: ["Snapshots"]),
        tests(
            "TortureTests",
            ["lazaret-torture", "lazaret", "DaemonRig", "ActionLog", "DefenderSimulator", "LazaretTestKit"]),
        tests(
            "ProcessTests",
            [
                "lazaret", "LazaretCore", "LinuxSystem", "ActionLog", "DefenderSimulator", "LazaretTestKit",
                "CurlTransport", "HTTPTransport", "LoopbackHTTPServer", grdb,
            ]),
    ],
    swiftLanguageModes: [.v6]
)
