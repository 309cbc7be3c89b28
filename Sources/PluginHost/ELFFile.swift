import Glibc

/// What the loader must know of a shared object before anything of it runs: read from the file,
/// with every offset checked (System V ABI, chapters 4 and 5; elf(5)).
struct ELFFile {
  /// e_machine of the process that reads: elf.h EM_X86_64 62, EM_AARCH64 183.
  static let machines: [UInt16: String] = [
    3: "x86", 40: "arm", 62: "x86-64", 183: "aarch64", 243: "riscv64",
  ]

  #if arch(x86_64)
    static let ownMachine: UInt16 = 62
  #elseif arch(arm64)
    static let ownMachine: UInt16 = 183
  #endif

  /// DT_NEEDED, in order.
  private(set) var needed: [String] = []
  /// DT_RUNPATH or DT_RPATH, split at colons, `$ORIGIN` not yet replaced.
  private(set) var runPath: [String] = []
  /// Names of the dynamic symbols that the file defines and exports.
  private(set) var exports: Set<String> = []

  private let bytes: [UInt8]

  /// Reads a file's bytes. Throws `format` with what differs from a shared object of this machine.
  init(_ bytes: [UInt8]) throws(PluginLoadError) {
    self.bytes = bytes
    try checkHeader()
    let segments = try programHeaders()
    let dynamic = try dynamicEntries(segments)
    try readNames(dynamic, segments)
  }

  /// A one-sentence error about the format.
  private func wrong(_ text: String) -> PluginLoadError {
    PluginLoadError(.format, text)
  }

  private func checkHeader() throws(PluginLoadError) {
    guard !bytes.isEmpty else { throw wrong("the file is empty") }
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else {
      throw wrong("the file is not an ELF shared object (it does not begin with the ELF magic)")
    }
    guard bytes.count >= 64 else { throw wrong("the ELF header is cut off") }
    guard bytes[4] == 2, bytes[5] == 1 else {
      throw wrong("the file is not a 64-bit little-endian ELF object")
    }
    let machine = try integer(UInt16.self, at: 18)
    guard machine == Self.ownMachine else {
      let found = Self.machines[machine] ?? "machine number \(machine)"
      let own = Self.machines[Self.ownMachine] ?? "another machine"
      throw wrong("the file is built for \(found), but this host runs on \(own)")
    }
    guard try integer(UInt16.self, at: 16) == 3 else {
      throw wrong("the ELF object is not a shared object (link it with -shared)")
    }
  }

  private struct Segment {
    var type: UInt32
    var offset: Int
    var address: UInt64
    var fileSize: Int
  }

  private func programHeaders() throws(PluginLoadError) -> [Segment] {
    let table = try position(integer(UInt64.self, at: 32))
    let entrySize = Int(try integer(UInt16.self, at: 54))
    let count = Int(try integer(UInt16.self, at: 56))
    guard entrySize >= 56 else { throw wrong("the ELF program headers are malformed") }
    var segments: [Segment] = []
    for index in 0..<count {
      let start = table + index * entrySize
      let segment = Segment(
        type: try integer(UInt32.self, at: start),
        offset: try position(integer(UInt64.self, at: start + 8)),
        address: try integer(UInt64.self, at: start + 16),
        fileSize: try position(integer(UInt64.self, at: start + 32)))
      guard segment.offset + segment.fileSize <= bytes.count else {
        throw wrong("the ELF file is cut off: a segment ends beyond the end of the file")
      }
      segments.append(segment)
    }
    return segments
  }

  private func dynamicEntries(
    _ segments: [Segment]
  ) throws(PluginLoadError) -> [(tag: UInt64, value: UInt64)] {
    guard let dynamic = segments.first(where: { $0.type == 2 }) else {
      throw wrong("the ELF object has no dynamic section")
    }
    var entries: [(tag: UInt64, value: UInt64)] = []
    for start in stride(from: dynamic.offset, to: dynamic.offset + dynamic.fileSize - 15, by: 16) {
      let tag = try integer(UInt64.self, at: start)
      if tag == 0 { break }
      entries.append((tag, try integer(UInt64.self, at: start + 8)))
    }
    return entries
  }

  /// DT_STRTAB 5, DT_SYMTAB 6, DT_NEEDED 1, DT_RPATH 15, DT_RUNPATH 29. The symbol table has no
  /// count of its own; it ends where the string table begins, as every linker lays them out.
  private mutating func readNames(
    _ dynamic: [(tag: UInt64, value: UInt64)], _ segments: [Segment]
  ) throws(PluginLoadError) {
    func value(_ tag: UInt64) -> UInt64? { dynamic.first { $0.tag == tag }?.value }
    guard let stringAddress = value(5), let symbolAddress = value(6) else {
      throw wrong("the ELF object has no dynamic symbols")
    }
    let strings = try fileOffset(stringAddress, segments)
    let symbols = try fileOffset(symbolAddress, segments)
    for entry in dynamic where entry.tag == 1 {
      needed.append(try string(at: strings, plus: entry.value))
    }
    if let path = value(29) ?? value(15) {
      runPath = try string(at: strings, plus: path).split(separator: ":").map(String.init)
    }
    for start in stride(from: symbols, to: strings - 23, by: 24) {
      let name = UInt64(try integer(UInt32.self, at: start))
      let binding = try integer(UInt8.self, at: start + 4) >> 4
      let section = try integer(UInt16.self, at: start + 6)
      // Undefined symbols (SHN_UNDEF) and local ones (STB_LOCAL) are no exports.
      guard name != 0, section != 0, binding != 0 else { continue }
      // Where a tool has moved the string table, what lies between is no symbol.
      if let name = try? string(at: strings, plus: name) { exports.insert(name) }
    }
  }

  private func fileOffset(_ address: UInt64, _ segments: [Segment]) throws(PluginLoadError) -> Int {
    for segment in segments where segment.type == 1 && address >= segment.address {
      let distance = address - segment.address
      if distance < UInt64(segment.fileSize) { return segment.offset + Int(distance) }
    }
    throw wrong("the ELF file is cut off: its dynamic section points outside the file")
  }

  private func position(_ value: UInt64) throws(PluginLoadError) -> Int {
    guard value <= UInt64(bytes.count) else {
      throw wrong("the ELF file is cut off: it is shorter than its header says")
    }
    return Int(value)
  }

  private func integer<Value: FixedWidthInteger>(
    _ type: Value.Type, at offset: Int
  ) throws(PluginLoadError) -> Value {
    let size = MemoryLayout<Value>.size
    guard offset >= 0, offset + size <= bytes.count else { throw wrong("the ELF file is cut off") }
    var value: Value = 0
    for index in (0..<size).reversed() {
      value = value << 8 | Value(truncatingIfNeeded: bytes[offset + index])
    }
    return value
  }

  private func string(at table: Int, plus offset: UInt64) throws(PluginLoadError) -> String {
    let start = table + (try position(offset))
    guard start < bytes.count, let end = bytes[start...].firstIndex(of: 0) else {
      throw wrong("the ELF file is cut off: a name ends beyond the end of the file")
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
