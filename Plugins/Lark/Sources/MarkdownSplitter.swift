/// Packs Markdown blocks into messages that each fit.
struct MarkdownSplitter: Sendable {
  /// Bytes on the wire for the blocks of one message; see `WireSize`.
  let limitBytes: Int
  /// Bytes that each block takes beyond its text.
  let blockBytes: Int
  /// Tables in one message. Lark refuses cards with more than a handful (230099, ErrCode 11310);
  /// reports differ between 3 and 5.
  static let maximumTables = 3

  /// Each element is the blocks of one message, none of them empty.
  func messages(_ blocks: [MarkdownBlock]) -> [[MarkdownBlock]] {
    var messages: [[MarkdownBlock]] = []
    var size = 0
    var tables = 0
    for block in blocks.flatMap({ pieces(of: $0) }) {
      let next = bytes(of: block)
      let isTable = block.kind == .table
      let isFull = size + next > limitBytes || (isTable && tables == MarkdownSplitter.maximumTables)
      if messages.isEmpty || isFull {
        messages.append([])
        (size, tables) = (0, 0)
      }
      messages[messages.count - 1].append(block)
      size += next
      tables += isTable ? 1 : 0
    }
    return messages
  }

  private func bytes(of block: MarkdownBlock) -> Int {
    WireSize.bytes(of: block.text) + blockBytes
  }

  /// The block itself where it fits. A larger one is split between lines, and code and tables
  /// repeat what makes them code and tables; a line that is too long is split between characters.
  private func pieces(of block: MarkdownBlock) -> [MarkdownBlock] {
    guard bytes(of: block) > limitBytes else { return [block] }
    let frame = BlockFrame(block)
    let room = limitBytes - blockBytes - frame.bytes
    guard room > limitBytes / 2 else { return plainPieces(of: block) }
    return groups(of: frame.body, room: room).map { lines in
      MarkdownBlock(kind: block.kind, lines: frame.head + lines + frame.tail)
    }
  }

  /// For a head that leaves no room: cut it as text.
  private func plainPieces(of block: MarkdownBlock) -> [MarkdownBlock] {
    groups(of: block.lines, room: limitBytes - blockBytes).map { lines in
      MarkdownBlock(kind: .paragraph, lines: lines)
    }
  }

  private func groups(of lines: [Substring], room: Int) -> [[Substring]] {
    let newline = WireSize.bytes(of: "\n")
    var groups: [[Substring]] = [[]]
    var size = 0
    for line in lines.flatMap({ WireSize.cut($0, limit: room - newline).orEmptyLine }) {
      let next = WireSize.bytes(of: line) + newline
      if size + next > room, groups.last?.isEmpty == false {
        groups.append([])
        size = 0
      }
      groups[groups.count - 1].append(line)
      size += next
    }
    return groups
  }
}

/// The lines of a block that each piece of it repeats, and those that are shared out.
private struct BlockFrame {
  var head: [Substring] = []
  var body: [Substring]
  var tail: [Substring] = []

  init(_ block: MarkdownBlock) {
    body = block.lines
    switch block.kind {
    case .paragraph, .heading:
      break
    case .table:
      head = Array(body.prefix(2))
      body.removeFirst(min(2, body.count))
    case .code(let closing):
      head = Array(body.prefix(1))
      body.removeFirst(min(1, body.count))
      if let last = body.last, MarkdownLine.closes(last, fence: closing) { body.removeLast() }
      tail = [closing[...]]
    }
  }

  var bytes: Int {
    (head + tail).reduce(0) { $0 + WireSize.bytes(of: $1) + WireSize.bytes(of: "\n") }
  }
}

extension [Substring] {
  /// An empty line is a line too.
  fileprivate var orEmptyLine: [Substring] { isEmpty ? [""] : self }
}
