/// Makes ids of the shapes the Open API uses, from a seed: the same seed gives the same ids.
struct Identifiers: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// `om_` and 32 hexadecimal digits.
  mutating func message() -> String { "om_" + hexadecimal(32) }
  /// `omt_` and 16 hexadecimal digits.
  mutating func thread() -> String { "omt_" + hexadecimal(16) }
  /// `oc_` and 32 hexadecimal digits.
  mutating func chat() -> String { "oc_" + hexadecimal(32) }
  /// `t-` and 40 hexadecimal digits.
  mutating func tenantToken() -> String { "t-" + hexadecimal(40) }
  /// `a-` and 40 hexadecimal digits.
  mutating func appToken() -> String { "a-" + hexadecimal(40) }
  /// So many letters and digits.
  mutating func letters(_ count: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    return String((0..<count).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] })
  }
  /// So many decimal digits.
  mutating func digits(_ count: Int) -> String {
    String((0..<count).map { _ in Character(String(next() % 10)) })
  }
  mutating func pageToken() -> String { hexadecimal(48) }

  /// A random UUID in its usual form (RFC 9562 version 4).
  mutating func uuid() -> String {
    let digits = Array(hexadecimal(30))
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    return
      "\(part(0..<8))-\(part(8..<12))-4\(part(12..<15))-a\(part(15..<18))-\(part(18..<30))"
  }

  /// `20261122090000` in China's time, then 20 hexadecimal digits, as X-Tt-Logid has it.
  mutating func log(at seconds: Int) -> String {
    let civil = TimeZone.shanghai.civil(at: seconds)
    let stamp = (civil.date.text + civil.clockText).filter(\.isNumber)
    return stamp + hexadecimal(20).uppercased()
  }

  private mutating func hexadecimal(_ count: Int) -> String {
    var text = ""
    while text.utf8.count < count {
      let digits = String(next(), radix: 16)
      text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    return String(text.prefix(count))
  }

  /// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Ids that never change, derived from a name: what seed data is known by.
enum SeedIdentifier {
  static func user(_ name: String) -> String { "ou_" + hexadecimal("user/\(name)", 32) }
  static func union(_ name: String) -> String { "on_" + hexadecimal("union/\(name)", 32) }
  static func chat(_ name: String) -> String { "oc_" + hexadecimal("chat/\(name)", 32) }
  static func room(_ name: String) -> String { "omm_" + hexadecimal("room/\(name)", 32) }
  static func message(_ name: String) -> String { "om_" + hexadecimal("message/\(name)", 32) }

  /// Eight letters and digits, as the employee id of a tenant.
  static func employee(_ name: String) -> String { letters("employee/\(name)", 8).lowercased() }

  /// `feishu.cn_<22 letters>@group.calendar.feishu.cn`.
  static func calendar(_ name: String) -> String {
    "feishu.cn_\(letters("calendar/\(name)", 22))@group.calendar.feishu.cn"
  }

  /// A UUID and `_0`: an event as such, not an occurrence of it.
  static func event(_ name: String) -> String {
    let digits = Array(hexadecimal("event/\(name)", 32))
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
    return parts.joined(separator: "-") + "_0"
  }

  /// 27 letters and digits: a document, a wiki node, a folder.
  static func token(_ name: String) -> String { letters("token/\(name)", 27) }

  /// 19 digits, beginning with 7.
  static func space(_ name: String) -> String {
    "7" + padded(Int(hash("space/\(name)", 0) % 1_000_000_000_000_000_000), to: 18)
  }

  private static func hexadecimal(_ name: String, _ count: Int) -> String {
    let halves = (0...1).map { half in
      let digits = String(hash(name, UInt64(half)), radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    return String(halves.joined().prefix(count))
  }

  private static func letters(_ name: String, _ count: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    return String(
      (0..<count).map { alphabet[Int(hash(name, UInt64($0)) % UInt64(alphabet.count))] })
  }

  /// FNV-1a of the name and a number, with a last mix so that neighbours differ.
  private static func hash(_ name: String, _ number: UInt64) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 &+ number &* 0x9E37_79B9_7F4A_7C15
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    return hash ^ (hash >> 29)
  }
}
