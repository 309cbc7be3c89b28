/// The text on one line, at most `limit` characters, an ellipsis where it was cut: for text that
/// other people wrote and that stands inside a line of ours.
func singleLine(_ text: String, limit: Int) -> String {
  var line = ""
  var count = 0
  var isSpacePending = false
  for character in text {
    if character.isWhitespace || character.unicodeScalars.allSatisfy({ $0.value < 0x20 }) {
      isSpacePending = !line.isEmpty
      continue
    }
    guard count < limit else { return line + "…" }
    if isSpacePending { line.append(" ") }
    isSpacePending = false
    line.append(character)
    count += 1
  }
  return line
}
