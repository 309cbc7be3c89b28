/// The names under which tools or prompts of several targets are listed: target, separator, own
/// name. Deterministic: a name depends on its target and on the two words alone.
///
/// A name that is too long or has other characters than `[A-Za-z0-9_-]` is mended rather than left
/// out, since what it names works all the same: each strange byte becomes an underscore, and the
/// end a hash of the whole, so that two mended names differ. Gateways and models refuse such names
/// as they are. Since no target has an underscore in its name, two targets never meet in one name.
struct ExposedNames: Sendable {
  let separator: String
  /// The longest name.
  let maximumCount: Int
  private var taken: Set<String>

  /// `reserved`: names that are taken already.
  init(separator: String, maximumCount: Int, reserved: Set<String> = []) {
    self.separator = separator
    self.maximumCount = maximumCount
    taken = reserved
  }

  /// The name of what a target calls `own`; nil where it is taken, as by a second of that name.
  mutating func add(_ own: String, of target: String) -> String? {
    let name = name(own, of: target)
    if taken.insert(name).inserted { return name }
    // Taken by a tool of this plugin's own, or by one that was mended to the same.
    let mended = mended(target + separator + own)
    guard mended != name, taken.insert(mended).inserted else { return nil }
    return mended
  }

  /// What is listed as it is, as a URI; nil where it is taken.
  mutating func add(asItIs uri: String) -> String? { taken.insert(uri).inserted ? uri : nil }

  private func name(_ own: String, of target: String) -> String {
    let whole = target + separator + own
    let isFine = own.utf8.allSatisfy(Self.isAllowed) && whole.utf8.count <= maximumCount
    return isFine && !own.isEmpty ? whole : mended(whole)
  }

  private func mended(_ whole: String) -> String {
    let hash = Self.hash(whole)
    let room = maximumCount - hash.utf8.count - 1
    let kept = whole.utf8.map { Self.isAllowed($0) ? $0 : UInt8(ascii: "_") }.prefix(room)
    return String(decoding: kept, as: UTF8.self) + "_" + hash
  }

  /// Ten hexadecimal digits of FNV-1a, 64 bits: the same in every process.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // Without `String(format:)`: the leading zeros are added by hand.
    let digits = String(hash >> 24, radix: 16)
    return String(repeating: "0", count: 10 - digits.count) + digits
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
