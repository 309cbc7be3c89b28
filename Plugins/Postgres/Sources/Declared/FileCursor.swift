internal import JSON

/// One value in a file of tools, for errors that name the place.
struct FileCursor: Sendable {
  let file: DeclaredFile
  let node: JSONDocument.Node
  /// `parameters.id`
  let path: String

  private static let shownKeyCount = 60

  private var document: JSONDocument { file.document }

  /// A problem where the value begins.
  func wrong(_ text: String) -> DeclaredProblem {
    note("\(path.isEmpty ? "the tool" : path) \(text)")
  }

  /// A problem where the value begins, in words of its own.
  func note(_ text: String) -> DeclaredProblem {
    file.problem(at: document.range(node).lowerBound, text)
  }

  var value: JSONValue { document.value(node) }
  var kind: JSONKind { document.kind(node) }

  /// The members of an object, which has no others than those `known`.
  func members(known: [String]) throws(DeclaredProblem) -> [String: FileCursor] {
    var members: [String: FileCursor] = [:]
    for (key, member) in try entries() {
      guard known.contains(key) else { throw member.unknown(key, known) }
      members[key] = member
    }
    return members
  }

  /// Fails, with the nearest known key, for one that nobody knows.
  func unknown(_ key: String, _ known: [String]) -> DeclaredProblem {
    let shown = key.prefix(Self.shownKeyCount)
    guard let nearest = NearestKey.of(key, among: known) else {
      return note("\"\(shown)\" is not known here; there are \(known.joined(separator: ", "))")
    }
    return note("\"\(shown)\" is not known here; did you mean \"\(nearest)\"?")
  }

  /// The members of an object whatever their keys, in order.
  func entries() throws(DeclaredProblem) -> [(key: String, value: FileCursor)] {
    guard kind == .object else { throw wrong("must be an object") }
    return document.members(node).map { member in
      let key = document.string(member.key) ?? ""
      let path = self.path.isEmpty ? key : "\(self.path).\(key.prefix(Self.shownKeyCount))"
      return (key, FileCursor(file: file, node: member.value, path: path))
    }
  }

  func elements() throws(DeclaredProblem) -> [FileCursor] {
    guard kind == .array else { throw wrong("must be an array") }
    return document.elements(node).enumerated().map {
      FileCursor(file: file, node: $1, path: "\(path)[\($0)]")
    }
  }

  /// A string that is not empty and that PostgreSQL can hold.
  func text() throws(DeclaredProblem) -> String {
    guard let text = document.string(node) else { throw wrong("must be a string") }
    guard !text.isEmpty else { throw wrong("must not be empty") }
    guard !text.utf8.contains(0) else { throw wrong("must not hold the character U+0000") }
    return text
  }

  func texts() throws(DeclaredProblem) -> [String] {
    var texts: [String] = []
    for element in try elements() { texts.append(try element.text()) }
    return texts
  }

  func bool() throws(DeclaredProblem) -> Bool {
    guard let bool = document.bool(node) else { throw wrong("must be true or false") }
    return bool
  }

  func integer(_ range: ClosedRange<Int>) throws(DeclaredProblem) -> Int {
    guard let number = document.integer(node), let integer = Int(exactly: number),
      range.contains(integer)
    else { throw wrong("must be a whole number from \(range.lowerBound) to \(range.upperBound)") }
    return integer
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) throws(DeclaredProblem) -> Choice {
    guard let text = document.string(node), let choice = Choice(rawValue: text) else {
      let known = type.allCases.map { "\"\($0.rawValue)\"" }
      throw wrong("must be one of \(known.joined(separator: ", "))")
    }
    return choice
  }
}
