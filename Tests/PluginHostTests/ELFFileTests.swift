import Testing

@testable import PluginHost

@Suite struct ELFFileTests {
  @Test(arguments: [[UInt8](), [1, 2, 3], Array("#!/bin/sh\n".utf8), [0x7F, 0x45, 0x4C, 0x46]])
  func whatIsNoELFFileIsRefused(bytes: [UInt8]) {
    #expect(throws: PluginLoadError.self) { try ELFFile(bytes) }
  }

  @Test(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
  func readsExportsAndLibraries() throws {
    let bytes = try FileBytes.read("\(Fixtures.directory)/mirror.so", limit: 1 << 20)
    let file = try ELFFile(bytes)
    #expect(file.exports == ["toolrack_plugin_entry_v1"])
    #expect(file.needed.contains { $0.hasPrefix("libc.so") })
  }

  /// Whatever the bytes are, the reader answers or refuses; it does not trap.
  @Test(.enabled(if: Fixtures.missing == nil, Fixtures.missing ?? ""))
  func cutAndChangedFilesNeverTrap() throws {
    let bytes = try FileBytes.read("\(Fixtures.directory)/mirror.so", limit: 1 << 20)
    var refused = 0
    for length in stride(from: 0, to: min(bytes.count, 4096), by: 7) {
      if (try? ELFFile(Array(bytes[..<length]))) == nil { refused += 1 }
    }
    #expect(refused > 100)
    var random = SplitMix64(state: 7)
    for _ in 0..<2000 {
      var changed = bytes
      for _ in 0..<8 {
        let place = Int(random.next() % UInt64(min(changed.count, 2048)))
        changed[place] = UInt8(truncatingIfNeeded: random.next())
      }
      _ = try? ELFFile(changed)
    }
  }
}

/// A seeded generator, so that a failure comes again.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
