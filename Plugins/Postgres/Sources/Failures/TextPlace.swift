/// A place in a text for people, both from 1.
struct TextPlace: Sendable, Equatable {
  var line: Int
  /// In characters as PostgreSQL counts them: Unicode scalars.
  var column: Int

  /// The place of a character, counted from 1; nil where the text is shorter.
  init?(position: Int, in text: String) {
    guard position > 0 else { return nil }
    (line, column) = (1, 1)
    var left = position - 1
    for scalar in text.unicodeScalars {
      if left == 0 { return }
      left -= 1
      if scalar == "\n" {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    // The place after the last character: where a text ends too early.
    if left > 0 { return nil }
  }
}
