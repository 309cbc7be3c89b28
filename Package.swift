// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is built with.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// And where pointers are not the work: an unsafe use of memory does not build unless it is marked
/// `unsafe`, with a sentence on why it is safe. Off where bytes are borrowed from C or read in
/// place: most lines there would bear the mark, so that it would point at nothing. See "Memory
/// safety" in docs/architecture.md.
let safe: [SwiftSetting] = strict + [.strictMemorySafety()]

/// What runs in every worker does without `_StringProcessing`, which Swift imports unless told not
/// to: it and its parser of regular expressions are a megabyte of resident memory.
let lean: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

/// A library target of the house. Imports go down the list in docs/architecture.md only.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + lean)
}

/// The tests of the module of that name.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], excluding excluded: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: excluded,
    swiftSettings: strict)
}

/// Only the entry is visible from outside a plugin. What loading it runs (initialisers, tools, the
/// metadata of types) stands together: pages that hold a little of it each would all be resident.
let pluginLinkerSettings: [LinkerSetting] = [
  .unsafeFlags([
    "-use-ld=gold",
    "-Xlinker", "--version-script=\(Context.packageDirectory)/Plugins/exports.map",
    "-Xlinker", "--section-ordering-file=\(Context.packageDirectory)/Plugins/startup.order",
  ])
]

let package = Package(
  name: "toolrack",
  products: [
    .executable(name: "toolrack", targets: ["Host"]),
    .library(name: "PluginKit", targets: ["PluginKit", "JSON"]),
    .library(name: "lark", type: .dynamic, targets: ["Lark"]),
    .library(name: "remote", type: .dynamic, targets: ["RemoteEntry"]),
    .library(name: "pg", type: .dynamic, targets: ["PostgresEntry"]),
    .library(name: "greet", type: .dynamic, targets: ["Greeter"]),
    .library(name: "everything", type: .dynamic, targets: ["Everything"]),
    .executable(name: "lark-sandbox", targets: ["LarkSandbox"]),
  ],
  targets: [
    .systemLibrary(name: "PluginABI"),
    .target(name: "CPlatform"),
    .target(name: "CCurl"),
    .target(name: "CCrypto"),
    module("JSON"),
    module("JSONSchema", ["JSON"], settings: safe),
    module("Crypto", ["CCrypto"]),
    module("PluginKit", ["PluginABI", "JSON"]),
    module("HTTPServer", ["CPlatform"]),
    module("HTTPClient", ["CPlatform", "CCurl"]),
    module("MCP", ["JSON", "JSONSchema"]),
    module("PluginHost", ["PluginABI", "JSON", "CPlatform", "HTTPClient"]),
    module("AWS", ["JSON", "Crypto", "HTTPClient"]),
    module("Access", ["JSON", "JSONSchema", "Crypto", "HTTPClient", "AWS"]),
    .executableTarget(
      name: "Host",
      dependencies: [
        "JSON", "JSONSchema", "Crypto", "HTTPServer", "HTTPClient", "MCP", "PluginHost", "AWS",
        "Access", "CPlatform", "PluginABI",
      ],
      swiftSettings: strict + lean),

    .target(
      name: "Lark", dependencies: ["PluginKit", "JSON", "PluginABI"], path: "Plugins/Lark/Sources",
      swiftSettings: safe + lean + [.unsafeFlags(["-Xfrontend", "-function-sections"])],
      linkerSettings: pluginLinkerSettings),
    .target(
      name: "Remote", dependencies: ["PluginKit", "JSON", "JSONSchema", "PluginABI"],
      path: "Plugins/Remote/Sources", swiftSettings: safe + lean),
    .target(
      name: "RemoteEntry", dependencies: ["Remote", "PluginKit"], path: "Plugins/Remote/Entry",
      swiftSettings: safe + lean, linkerSettings: pluginLinkerSettings),
    .target(name: "CLibpq", path: "Plugins/Postgres/CLibpq"),
    .target(
      name: "Postgres", dependencies: ["PluginKit", "JSON", "JSONSchema", "CLibpq", "CPlatform"],
      path: "Plugins/Postgres/Sources", swiftSettings: safe + lean),
    .target(
      name: "PostgresEntry", dependencies: ["Postgres", "PluginKit"],
      path: "Plugins/Postgres/Entry", swiftSettings: safe + lean,
      linkerSettings: pluginLinkerSettings),
    .target(
      name: "Greeter", dependencies: ["PluginKit"], path: "Tests/Fixtures/Greeter",
      swiftSettings: safe, linkerSettings: pluginLinkerSettings),
    .target(
      name: "Everything", dependencies: ["PluginKit", "JSON"], path: "Tests/Fixtures/Everything",
      swiftSettings: safe, linkerSettings: pluginLinkerSettings),
    .executableTarget(
      name: "LarkSandbox", dependencies: ["HTTPServer", "JSON"], path: "Plugins/Lark/Sandbox",
      swiftSettings: safe),

    .target(name: "AllocationCounter", path: "Benchmarks/AllocationCounter"),
    .executableTarget(
      name: "SchemaBenchmark", dependencies: ["JSON", "JSONSchema", "AllocationCounter"],
      path: "Benchmarks/SchemaValidation", swiftSettings: strict),
    .executableTarget(
      name: "TokenBenchmark", dependencies: ["Access", "Crypto", "JSON"],
      path: "Benchmarks/TokenCheck", swiftSettings: strict),

    tests("JSON"),
    tests("JSONSchema", ["JSON", "AllocationCounter"]),
    tests("Crypto"),
    tests("PluginKit", ["PluginABI", "JSON"]),
    tests("HTTPServer"),
    tests("HTTPClient", ["HTTPServer"]),
    tests("MCP", ["JSON"]),
    tests("PluginHost", ["PluginABI", "JSON"]),
    tests("AWS", ["JSON", "Crypto", "HTTPClient", "HTTPServer"]),
    tests("Access", ["JSON", "JSONSchema", "Crypto", "HTTPClient", "AWS"]),
    tests("Host", ["JSON", "Crypto", "MCP", "HTTPServer", "PluginHost", "PluginABI", "Access"]),
    tests("Lark", ["PluginKit", "JSON"], excluding: ["Golden"]),
    tests("Remote", ["PluginKit", "JSON"]),
    tests("Postgres", ["PluginKit", "JSON", "CLibpq"]),
    tests("LarkSandbox", ["HTTPServer", "JSON"]),
  ],
  swiftLanguageModes: [.v6]
)
