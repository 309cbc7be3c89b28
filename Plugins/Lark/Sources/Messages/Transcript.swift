/// Messages as lines for a model: time, sender, id, marks, text.
struct Transcript: Sendable {
  static let messageCharacters = 4_000
  static let totalCharacters = 80_000

  let zone: ZoneRules
  let names: NameBook
  /// Of one message.
  var limit = Transcript.messageCharacters
  /// Of all of them.
  var total = Transcript.totalCharacters
  /// Follows the count of what is left out of a message.
  var advice = "; get_message shows all"
  /// For messages of several chats.
  var showsChats = false

  private var lastDate: CivilDate?
  private var shownSenders: Set<String> = []
  private var count = 0
  private(set) var text = ""

  init(zone: ZoneRules, names: NameBook, limit: Int = Transcript.messageCharacters) {
    (self.zone, self.names, self.limit) = (zone, names, limit)
  }

  /// False where there is no room for it any more; it is not added then. `isOpened`: what a merged
  /// message holds follows.
  mutating func append(
    _ message: LarkMessage, depth: Int = 0, isOpened: Bool = false
  ) -> Bool {
    let time = zone.localTime(at: message.createdSeconds)
    let isFirst = !shownSenders.contains(message.sender.id)
    let head =
      "[\(time.hourAndMinute)] \(sender(message.sender, isFirst))"
      + " \(message.id)\(marks(message)):"
    let content = isOpened ? "[merged messages]" : MessageText.of(message, zone: zone)
    let body = QuotedText.append(content, to: head, limit: limit, advice: advice)
    var lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if time.date != lastDate, depth == 0 {
      lines.insert("-- \(time.date) \(time.date.weekdayName) --", at: 0)
    }
    let margin = String(repeating: QuotedText.indent, count: depth)
    let block = lines.map { margin + $0 + "\n" }.joined()
    guard count + block.count <= total || count == 0 else { return false }
    if depth == 0 { lastDate = time.date }
    shownSenders.insert(message.sender.id)
    text += block
    count += block.count
    return true
  }

  /// With the id the first time.
  private func sender(_ sender: LarkMessage.Sender, _ isFirst: Bool) -> String {
    let id = singleLine(sender.id, limit: 80)
    let name = (sender.name ?? names.known(sender.id)).map { singleLine($0, limit: 40) }
    let kind = sender.kind == "app" ? "bot " : ""
    guard let name, !name.isEmpty else {
      return id.isEmpty ? singleLine(sender.kind, limit: 20) : kind + id
    }
    return isFirst && !id.isEmpty ? "\(kind)\(name) <\(id)>" : kind + name
  }

  private func marks(_ message: LarkMessage) -> String {
    var marks = ""
    if showsChats, let chat = message.chatID { marks += " in \(singleLine(chat, limit: 80))" }
    if let parent = message.parentID { marks += " reply to \(singleLine(parent, limit: 80))" }
    if let thread = message.threadID { marks += " in thread \(singleLine(thread, limit: 80))" }
    if message.isEdited && !message.isRecalled { marks += " (edited)" }
    return marks
  }
}
