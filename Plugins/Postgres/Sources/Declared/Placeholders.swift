/// The parameters of a statement: its text with `$1`, `$2`, ... in place of `:name`.
///
/// `::type`, `:=`, and what looks like a parameter within strings, comments, quoted names and array
/// subscripts (`a[1:n]`; write `a[(:i)]` where one is meant there) is none.
struct Placeholders: Sendable {
  /// What is sent.
  private(set) var sql = ""
  /// The first is `$1`; empty where the statement has numbers, or no parameters.
  private(set) var names: [String] = []
  /// At which character each name first stands in the text as it is written, from 0.
  private(set) var places: [Int] = []
  /// The highest number.
  private(set) var count = 0
  /// Where a parameter of the other kind stands, as a character from 0; nil where there is none.
  private(set) var mixed: Int?

  /// Whether parameters have names.
  var isNamed: Bool { !names.isEmpty }

  /// Where names were replaced, in characters of the SQL that is sent and of the written one.
  private var replaced: [(sent: Int, written: Int, sentCount: Int, writtenCount: Int)] = []

  init(_ text: String) {
    var scanner = PlaceholderScanner(Array(text.utf8))
    var sent: [UInt8] = []
    // Characters are counted piece by piece, so that a long statement is gone through once.
    var (sentCount, writtenCount, copied) = (0, 0, 0)
    func copy(upTo end: Int) {
      let piece = scanner.bytes[copied..<end]
      let characters = piece.count { $0 & 0xC0 != 0x80 }
      sent.append(contentsOf: piece)
      sentCount += characters
      writtenCount += characters
      copied = end
    }
    while let found = scanner.next() {
      copy(upTo: found.range.lowerBound)
      switch found.kind {
      case .number(let number):
        if isNamed, mixed == nil { mixed = writtenCount }
        count = max(count, number)
      case .name(let name):
        if count > 0, !isNamed, mixed == nil { mixed = writtenCount }
        let placeholder = "$\(self.number(of: name, at: writtenCount))"
        replaced.append((sentCount, writtenCount, placeholder.utf8.count, found.range.count))
        sent.append(contentsOf: placeholder.utf8)
        sentCount += placeholder.utf8.count
        writtenCount += found.range.count
        copied = found.range.upperBound
      }
    }
    copy(upTo: scanner.bytes.count)
    sql = String(decoding: sent, as: UTF8.self)
  }

  private mutating func number(of name: String, at place: Int) -> Int {
    if let index = names.firstIndex(of: name) { return index + 1 }
    names.append(name)
    places.append(place)
    count = max(count, names.count)
    return names.count
  }

  /// Which character of the written text, from 0, became that of the SQL that is sent.
  func written(_ sent: Int) -> Int {
    guard let last = replaced.last(where: { $0.sent <= sent }) else { return sent }
    let within = sent - last.sent
    if within < last.sentCount { return last.written }
    return last.written + last.writtenCount + within - last.sentCount
  }
}
