/// How a caller's text is sent, and where a place in it is then.
enum SentText {
  /// The name of the subselect cannot be meant by the caller's own text: it is outside of it.
  static let prefix = "SELECT * FROM ("
  static let prefixCharacters = prefix.unicodeScalars.count
  static let suffix = "\n) AS _q"
  /// libpq's own bound (`PQ_QUERY_PARAM_MAX_LIMIT`).
  static let parametersLimit = 65_535

  /// As a subselect. The line break ends a comment at the text's end.
  static func wrapped(_ text: String) -> String {
    "\(prefix)\(text)\(suffix)"
  }

  /// As a subselect with one row more than is handed out, so that it shows whether there is more.
  static func limited(_ text: String, rows: Int) -> String {
    "\(prefix)\(text)\(suffix) LIMIT \(rows < Int.max ? rows + 1 : rows)"
  }

  /// Where in the caller's text (characters from 1) the place `position` of what was sent is, after
  /// `prefixCharacters` of ours. The place after its last character is where a text ends too soon.
  static func position(
    _ position: Int, prefixCharacters: Int, in text: String
  ) -> Int? {
    let own = position - prefixCharacters
    return own >= 1 && own <= text.unicodeScalars.count + 1 ? own : nil
  }

  /// Throws `.refused` for what libpq could not send as it stands.
  static func check(_ text: String, _ parameters: [Parameter]) throws(PostgresFailure) {
    guard !hasNUL(text) else {
      throw .refused("The SQL text holds a NUL character, which PostgreSQL cannot take.")
    }
    guard parameters.count <= parametersLimit else {
      throw .refused(
        "There are \(parameters.count) parameters; a statement takes at most \(parametersLimit).")
    }
    for (index, parameter) in parameters.enumerated() {
      guard let text = parameter.text, hasNUL(text) else { continue }
      throw .refused(
        "Parameter $\(index + 1) holds a NUL character, which PostgreSQL cannot take.")
    }
  }

  private static func hasNUL(_ text: String) -> Bool {
    text.utf8.contains(0)
  }
}
