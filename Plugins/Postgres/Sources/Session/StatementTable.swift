/// What one connection knows of the texts that it was sent: which have been parsed alone, and which
/// are kept prepared under a name. Both are bounded; what was used longest ago goes first.
struct StatementTable {
  static let preparedLimit = 64
  static let checkedLimit = 64
  /// Longer texts are sent anew each time.
  static let textBytesLimit = 8 << 10

  /// A statement as it is prepared.
  struct Key: Hashable, Sendable {
    var text: String
    var form: Form
    /// `pg_type.oid` of the parameters; empty where the server infers them all.
    var types: [UInt32]
  }

  /// What is made of the text before it is sent.
  enum Form: Hashable, Sendable {
    /// Nothing: the plugin's own.
    case own
    case limited(rows: Int)
    case prefixed(String)
  }

  private struct Entry<Value> {
    var value: Value
    var lastUse: UInt64
  }

  private var prepared: [Key: Entry<String>] = [:]
  private var checked: [Key: Entry<Void>] = [:]
  private var clock: UInt64 = 0
  private var lastNumber: UInt64 = 0
  /// Names that the server still holds and nobody uses any more.
  private(set) var dropped: [String] = []

  /// The name under which it is prepared.
  mutating func name(of key: Key) -> String? {
    guard let index = prepared.index(forKey: key) else { return nil }
    clock += 1
    prepared.values[index].lastUse = clock
    return prepared.values[index].value
  }

  /// Whether the text has been parsed alone, without an error.
  mutating func isChecked(_ key: Key) -> Bool {
    guard let index = checked.index(forKey: key) else { return false }
    clock += 1
    checked.values[index].lastUse = clock
    return true
  }

  /// A name that this connection never had.
  mutating func newName() -> String {
    lastNumber += 1
    return "toolrack_\(lastNumber)"
  }

  static func isKept(_ text: String) -> Bool {
    text.utf8.count <= textBytesLimit
  }

  mutating func didCheck(_ key: Key) {
    guard Self.isKept(key.text) else { return }
    clock += 1
    checked[key] = Entry(value: (), lastUse: clock)
    if checked.count > Self.checkedLimit, let oldest = Self.oldest(checked) {
      checked[oldest] = nil
    }
  }

  mutating func didPrepare(_ key: Key, as name: String) {
    clock += 1
    checked[key] = nil
    if let earlier = prepared.updateValue(Entry(value: name, lastUse: clock), forKey: key) {
      dropped.append(earlier.value)
    }
    guard prepared.count > Self.preparedLimit, let oldest = Self.oldest(prepared) else { return }
    drop(oldest)
  }

  /// It cannot be used any more.
  mutating func drop(_ key: Key) {
    guard let entry = prepared.removeValue(forKey: key) else { return }
    dropped.append(entry.value)
  }

  mutating func didDeallocate(_ name: String) {
    dropped.removeAll { $0 == name }
  }

  /// The server has none of them any more.
  mutating func forget() {
    prepared.removeAll()
    dropped.removeAll()
  }

  private static func oldest<Value>(_ entries: [Key: Entry<Value>]) -> Key? {
    entries.min { $0.value.lastUse < $1.value.lastUse }?.key
  }
}
