internal import JSON

/// The SQL of a tool, as it is written and as it is sent, and where each character stands.
struct DeclaredStatement: Sendable {
  /// As written: one string, or an array of lines.
  let text: String
  /// With `$1`, `$2`, ... where it has names.
  let placeholders: Placeholders
  let source: FileCursor
  /// The strings it is made of, and at which character of `text` each begins.
  private let parts: [(start: Int, part: FileCursor)]

  init(_ source: FileCursor) throws(DeclaredProblem) {
    self.source = source
    let strings = source.kind == .array ? try source.elements() : [source]
    var lines: [String] = []
    var parts: [(start: Int, part: FileCursor)] = []
    var start = 0
    for string in strings {
      guard string.kind == .string, let line = string.value.string else {
        throw source.wrong("must be a string, or an array of strings: its lines")
      }
      parts.append((start, string))
      start += line.unicodeScalars.count + 1
      lines.append(line)
    }
    text = lines.joined(separator: "\n")
    self.parts = parts
    guard !text.utf8.allSatisfy({ $0 <= 0x20 }) else { throw source.wrong("must not be empty") }
    guard !text.utf8.contains(0) else {
      throw source.wrong("must not hold the character U+0000")
    }
    placeholders = Placeholders(text)
    if let mixed = placeholders.mixed {
      throw problem(
        "the statement has both named parameters and numbered ones; use names, or $1, $2, ...",
        atWritten: mixed)
    }
  }

  /// What is sent.
  var sql: String { placeholders.sql }

  /// A problem at a character, from 1, of the SQL that is sent.
  func problem(_ text: String, atSent position: Int?) -> DeclaredProblem {
    guard let position else { return source.note(text) }
    return problem(text, atWritten: placeholders.written(position - 1))
  }

  /// A problem at a character, from 0, of the SQL as it is written.
  func problem(_ text: String, atWritten index: Int) -> DeclaredProblem {
    guard let (start, part) = parts.last(where: { $0.start <= index }) else {
      return source.note(text)
    }
    return source.file.problem(
      at: source.file.offset(ofCharacter: index - start, in: part.node), text)
  }
}
