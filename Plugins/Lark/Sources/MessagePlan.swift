internal import JSON

/// What is sent for a content: one message, or several where it does not fit into one.
struct MessagePlan: Equatable, Sendable {
  /// The values of `msg_type` that are used.
  enum Kind: String, Sendable {
    case text
    case post
    case card = "interactive"
  }

  static let maximumMessages = 10
  static let maximumTitleBytes = 1_000

  let kind: Kind
  /// The objects that go, as JSON in a string, into `content`.
  let contents: [JSONValue]

  /// Markdown becomes a card where it needs one, unless `asCard` says what it has to be.
  init(
    _ content: MessageContent, title: String?, asCard: Bool? = nil
  ) throws(LarkFailure) {
    let title = singleLine(title ?? "", limit: MessagePlan.maximumTitleBytes)
    guard WireSize.bytes(of: title) <= MessagePlan.maximumTitleBytes else {
      throw .argument("title: at most \(MessagePlan.maximumTitleBytes) bytes.")
    }
    switch content {
    case .text(let text): self = try MessagePlan.text(text, title)
    case .markdown(let text): self = try MessagePlan.markdown(text, title, asCard)
    case .card(let card): self = try MessagePlan.card(card, title)
    }
  }

  private init(_ kind: Kind, _ contents: [JSONValue]) {
    (self.kind, self.contents) = (kind, contents)
  }

  /// Text messages have no title: it becomes the first line.
  private static func text(_ text: String, _ title: String) throws(LarkFailure) -> MessagePlan {
    let limit = WireSize.maximumTextBytes - WireSize.envelopeBytes
    try checkSize(text, limit, "text")
    let body = MarkdownDialect.message.rewriteMentions(text)
    let whole = title.isEmpty ? body : "\(title)\n\(body)"
    try checkSize(whole, limit, "text")
    let parts = TextSplitter.messages(whole, limitBytes: limit)
    return MessagePlan(.text, try checkCount(parts.map { ["text": .string(String($0))] }, "text"))
  }

  /// Posts have neither tables nor headings, so those make it a card.
  private static func markdown(
    _ text: String, _ title: String, _ asCard: Bool?
  ) throws(LarkFailure) -> MessagePlan {
    let limit = WireSize.maximumRichBytes - WireSize.envelopeBytes
    try checkSize(text, limit, "markdown")
    let blocks = MarkdownBlocks.scan(text)
    let needsCard = blocks.contains(where: \.needsCard)
    guard !needsCard || asCard != false else {
      throw .argument(
        "markdown: that message is no card and cannot show tables, headings or images; leave them "
          + "out, or recall it and send a new one.")
    }
    let isCard = asCard ?? needsCard
    let dialect = isCard ? MarkdownDialect.card : .message
    let splitter = MarkdownSplitter(
      limitBytes: limit, blockBytes: isCard ? separatorBytes : postNodeBytes)
    let messages = splitter.messages(blocks.map { $0.rewritten(dialect) })
    let contents = messages.enumerated().map { index, blocks in
      let title = index == 0 ? title : ""
      return isCard ? cardContent(blocks, title) : postContent(blocks, title)
    }
    return MessagePlan(isCard ? .card : .post, try checkCount(contents, "markdown"))
  }

  private static func card(_ card: JSONObject, _ title: String) throws(LarkFailure) -> MessagePlan {
    guard title.isEmpty else { throw .argument("title: a card has its title in its header.") }
    let content = JSONValue.object(card)
    let bytes = JSONValue.string(content.description).serialized().count
    guard bytes <= WireSize.maximumRichBytes else {
      throw .argument(
        "card: takes \(bytes) bytes as Lark counts them, of at most \(WireSize.maximumRichBytes).")
    }
    return MessagePlan(.card, [content])
  }

  private static func postContent(_ blocks: [MarkdownBlock], _ title: String) -> JSONValue {
    var post = JSONObject()
    if !title.isEmpty { post["title"] = .string(title) }
    post["content"] = .array(blocks.map { [["tag": "md", "text": .string($0.text)]] })
    return ["zh_cn": .object(post)]
  }

  private static func cardContent(_ blocks: [MarkdownBlock], _ title: String) -> JSONValue {
    var card: JSONObject = ["schema": "2.0", "config": ["update_multi": true]]
    if !title.isEmpty {
      card["header"] = ["title": ["tag": "plain_text", "content": .string(title)]]
    }
    let text = blocks.map(\.text).joined(separator: "\n\n")
    card["body"] = ["elements": [["tag": "markdown", "content": .string(text)]]]
    return .object(card)
  }

  /// `[{"tag":"md","text":""}],` with its quotation marks escaped, and a margin.
  private static let postNodeBytes = 40
  /// Two line ends between blocks, escaped twice.
  private static let separatorBytes = 6

  /// Before any work is spent on it.
  private static func checkSize(
    _ text: String, _ limit: Int, _ name: String
  ) throws(LarkFailure) {
    guard WireSize.bytes(of: text) > limit * maximumMessages else { return }
    throw tooLong(name, "at least \(maximumMessages + 1)")
  }

  private static func checkCount(
    _ contents: [JSONValue], _ name: String
  ) throws(LarkFailure) -> [JSONValue] {
    guard contents.count > maximumMessages else { return contents }
    throw tooLong(name, String(contents.count))
  }

  private static func tooLong(_ name: String, _ count: String) -> LarkFailure {
    .argument(
      "\(name): too long, it would take \(count) messages of at most \(maximumMessages); "
        + "send a summary, or put the text into a document and send its link.")
  }
}

extension MarkdownBlock {
  fileprivate var needsCard: Bool {
    switch kind {
    case .table, .heading: true
    case .code: false
    // Posts cannot show images in their Markdown.
    case .paragraph: MarkdownImage.all(in: text).contains { $0.address.hasPrefix("img_") }
    }
  }

  /// Code stays as it is.
  fileprivate func rewritten(_ dialect: MarkdownDialect) -> MarkdownBlock {
    if case .code = kind { return self }
    let text = dialect.rewrite(text)
    return MarkdownBlock(
      kind: kind, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
  }
}
