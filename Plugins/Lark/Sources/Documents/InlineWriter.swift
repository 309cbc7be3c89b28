/// Writes the pieces of a line as Markdown. A mark that several neighbours have stands around all
/// of them. Where Markdown would not take stars or waves for marks (CommonMark section 6.2), or
/// where they would touch others, an HTML tag says the same.
struct InlineWriter {
  /// In the order in which they are nested where they reach equally far.
  private enum Mark: CaseIterable { case link, bold, italic, struck, underlined }

  private let runs: [InlineRun]
  private let escapesDollars: Bool
  private var text = ""

  static func markdown(_ runs: [InlineRun]) -> String {
    var writer = InlineWriter(runs)
    writer.write(0..<runs.count, within: [], before: nil)
    return writer.text
  }

  private init(_ runs: [InlineRun]) {
    self.runs = runs
    // Two of them are an equation, wherever in the line they stand.
    escapesDollars = runs.reduce(0) { $0 + InlineWriter.dollars(in: $1) } > 1
  }

  private static func dollars(in run: InlineRun) -> Int {
    let own =
      switch run.content {
      case .text(let text): text.count { $0 == "$" }
      case .equation: 2
      case .document(let title, let url): (title + url).count { $0 == "$" }
      case .person, .other: 0
      }
    return own + (run.style.url ?? "").count { $0 == "$" }
  }

  /// `next` is what follows the range: the end of the marks around it, or the next piece.
  private mutating func write(_ range: Range<Int>, within outer: Set<Mark>, before next: Character?)
  {
    var start = range.lowerBound
    while start < range.upperBound {
      let marks = marks(of: start).subtracting(outer)
      let ends = Dictionary(
        uniqueKeysWithValues: marks.map { ($0, reach(of: $0, from: start, range)) })
      let end = ends.values.max() ?? start + 1
      let follower = end < range.upperBound ? opening(of: end, within: outer) : next
      if let mark = Mark.allCases.first(where: { ends[$0] == end }) {
        // Both at once, or one of them would touch the other.
        let both = mark == .bold && ends[.italic] == end
        write(both ? [.bold, .italic] : [mark], start..<end, within: outer, before: follower)
      } else {
        writeLeaf(start, isWithin: !outer.isEmpty, before: follower)
      }
      start = end
    }
  }

  private mutating func write(
    _ added: [Mark], _ range: Range<Int>, within outer: Set<Mark>, before next: Character?
  ) {
    let marks = outer.union(added)
    guard added != [.link] else {
      text += "["
      write(range, within: marks, before: "]")
      text += "](\(InlineText.destination(runs[range.lowerBound].style.url ?? "")))"
      return
    }
    let signs = added.map(InlineWriter.sign).joined()
    if let sign = signs.first,
      canMark(sign, opening(of: range.lowerBound, within: marks)),
      InlineFlank.closes(after: closing(of: range.upperBound - 1, within: marks), before: next),
      next != sign
    {
      text += signs
      write(range, within: marks, before: sign)
      text += signs
    } else {
      for mark in added { text += "<\(InlineWriter.tag(mark))>" }
      write(range, within: marks, before: "<")
      for mark in added.reversed() { text += "</\(InlineWriter.tag(mark))>" }
    }
  }

  private func canMark(_ sign: Character, _ first: Character) -> Bool {
    text.last != sign && InlineFlank.opens(after: text.last, before: first)
  }

  /// Empty where Markdown has none.
  private static func sign(_ mark: Mark) -> String {
    switch mark {
    case .bold: "**"
    case .italic: "*"
    case .struck: "~~"
    case .underlined, .link: ""
    }
  }

  private static func tag(_ mark: Mark) -> String {
    switch mark {
    case .bold: "b"
    case .italic: "i"
    case .struck: "s"
    case .underlined, .link: "u"
    }
  }

  // MARK: Which marks, and how far

  private func marks(of place: Int) -> Set<Mark> {
    let style = runs[place].style
    var marks: Set<Mark> = []
    if style.url != nil { marks.insert(.link) }
    if style.isBold { marks.insert(.bold) }
    if style.isItalic { marks.insert(.italic) }
    if style.isStruck { marks.insert(.struck) }
    if style.isUnderlined { marks.insert(.underlined) }
    return marks
  }

  private func reach(of mark: Mark, from start: Int, _ range: Range<Int>) -> Int {
    let url = runs[start].style.url
    return runs[start..<range.upperBound].firstIndex { run in
      switch mark {
      case .link: run.style.url != url
      case .bold: !run.style.isBold
      case .italic: !run.style.isItalic
      case .struck: !run.style.isStruck
      case .underlined: !run.style.isUnderlined
      }
    } ?? range.upperBound
  }

  // MARK: What touches

  /// The first character that the piece will be written with; a bracket stands for all marks.
  private func opening(of place: Int, within outer: Set<Mark>) -> Character {
    let marks = marks(of: place).subtracting(outer)
    if marks.contains(.link) { return "[" }
    return marks.isEmpty ? leaf(place, isWithin: false).first ?? "<" : "<"
  }

  private func closing(of place: Int, within outer: Set<Mark>) -> Character {
    let marks = marks(of: place).subtracting(outer)
    return marks.isEmpty ? leaf(place, isWithin: false).last ?? ">" : ">"
  }

  // MARK: Pieces

  private mutating func writeLeaf(_ place: Int, isWithin: Bool, before next: Character?) {
    let touches = text.last == "$" || next?.isNumber == true
    var leaf = leaf(place, isWithin: isWithin, touches: touches)
    // `![` would be an image.
    if next == "[", leaf.last == "!" { leaf = leaf.dropLast() + "\\!" }
    text += leaf
  }

  private func leaf(_ place: Int, isWithin: Bool, touches: Bool = false) -> String {
    let run = runs[place]
    return switch run.content {
    case .text(let text) where run.style.isCode: InlineWriter.code(text)
    case .text(let text): InlineText.escaped(text, dollars: escapesDollars)
    case .equation(let text): InlineWriter.equation(text, isWithin: isWithin, touches: touches)
    case .person(let id): "<at user_id=\"\(id)\"></at>"
    case .document(let title, let url):
      "[\(InlineText.escaped(title, dollars: escapesDollars))](\(InlineText.destination(url)))"
    case .other(let kind, let token): "[\(kind)](lark://\(kind)/\(percentEncoded(token)))"
    }
  }

  /// Between more backticks than the text has in a row.
  private static func code(_ text: String) -> String {
    let marks = String(repeating: "`", count: longestRun(of: "`", in: text) + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    return marks + padding + text + padding + marks
  }

  /// Between dollars; as a tag where they would not be read as an equation, or where what is in it
  /// would be read as marks.
  private static func equation(_ text: String, isWithin: Bool, touches: Bool) -> String {
    let line = String(text.map { $0.isNewline ? " " : $0 })
    let isPlain =
      !touches && !line.contains("$") && !line.hasSuffix("\\")
      && !(isWithin && line.contains { "*~[]<`".contains($0) })
    return isPlain ? "$\(line)$" : "<equation>\(line)</equation>"
  }
}

/// Where a row of stars or waves begins or ends emphasis (CommonMark section 6.2, "left-flanking"
/// and "right-flanking"). Symbols beyond ASCII are punctuation in some editions only: they count
/// for whichever is the worse.
enum InlineFlank {
  static func opens(after previous: Character?, before next: Character) -> Bool {
    guard let first = next.unicodeScalars.first else { return false }
    return flanks(first, outside: previous?.unicodeScalars.last)
  }

  static func closes(after last: Character, before next: Character?) -> Bool {
    guard let inner = last.unicodeScalars.last else { return false }
    return flanks(inner, outside: next?.unicodeScalars.first)
  }

  /// No scalar on the outside is the end of the line, which counts as a space.
  private static func flanks(_ inside: Unicode.Scalar, outside: Unicode.Scalar?) -> Bool {
    if inside.properties.isWhitespace { return false }
    if !isPunctuation(inside) && !isSymbol(inside) { return true }
    guard let outside else { return true }
    return outside.properties.isWhitespace || isPunctuation(outside)
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      true
    default: scalar.isASCII && isSymbol(scalar)
    }
  }

  private static func isSymbol(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: true
    default: false
    }
  }
}
