/// A shared file of AWS's tools: sections of names and values, as Python's configparser reads them,
/// which is what those tools use.
struct ProfileFile: Sendable {
  /// The longest file that is read.
  static let maximumBytes = 1 << 20

  /// By the text in the brackets; names in small letters.
  private(set) var sections: [String: [String: String]] = [:]

  /// Reads the text of a file. `path` is for errors, which quote nothing but the number of a line:
  /// it may be a line of a secret.
  init(_ text: String, path: String) throws(CredentialError) {
    var reader = Reader(path: path)
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for line in lines { try reader.take(line) }
    sections = reader.sections
  }

  private struct Reader {
    let path: String
    var sections: [String: [String: String]] = [:]
    private var section: String?
    private var key: String?
    private var number = 0

    init(path: String) { self.path = path }

    mutating func take(_ line: Substring) throws(CredentialError) {
      number += 1
      let text = line.trimmed
      guard let first = text.first, first != "#", first != ";" else { return }
      if line.first?.isWhitespace == true, let section, let key {
        // More of the value above, such as the nested settings of a service.
        sections[section]?[key]?.append("\n\(text)")
      } else if first == "[" {
        try open(text)
      } else {
        try set(text)
      }
    }

    private mutating func open(_ text: Substring) throws(CredentialError) {
      guard let end = text.lastIndex(of: "]") else { throw wrong("a section lacks its \"]\"") }
      let name = String(text[text.index(after: text.startIndex)..<end])
      guard sections.updateValue([:], forKey: name) == nil else {
        throw wrong("the section of line \(number) stands twice")
      }
      section = name
      key = nil
    }

    private mutating func set(_ text: Substring) throws(CredentialError) {
      guard let section else { throw wrong("a setting stands before the first section") }
      guard let sign = text.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
        throw wrong("a setting is written NAME = VALUE")
      }
      let name = text[..<sign].trimmed.lowercased()
      let value = String(text[text.index(after: sign)...].trimmed)
      guard !name.isEmpty, sections[section]?.updateValue(value, forKey: name) == nil else {
        throw wrong("a setting has no name, or stands twice")
      }
      key = name
    }

    private func wrong(_ what: String) -> CredentialError {
      CredentialError(.configuration, "\(path) cannot be read: line \(number): \(what).")
    }
  }
}

extension Substring {
  /// Without white space at its ends.
  fileprivate var trimmed: Substring {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
