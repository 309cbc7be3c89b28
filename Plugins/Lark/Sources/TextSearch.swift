/// The first place of `needle` in `text`, by Unicode scalars; nil where it is empty or not there.
func firstRange(of needle: String, in text: Substring) -> Range<Substring.Index>? {
  let scalars = Array(needle.unicodeScalars)
  guard let first = scalars.first else { return nil }
  let view = text.unicodeScalars
  var start = view.startIndex
  while let found = view[start...].firstIndex(of: first) {
    if view[found...].starts(with: scalars) {
      return found..<view.index(found, offsetBy: scalars.count)
    }
    start = view.index(after: found)
  }
  return nil
}

/// In place of those of `_StringProcessing`, with which a worker would load two libraries more.
extension StringProtocol {
  func contains(_ needle: String) -> Bool {
    Lark.firstRange(of: needle, in: Substring(self)) != nil
  }

  func replacing(_ needle: String, with replacement: String) -> String {
    Lark.replacing(needle, in: String(self), with: replacement)
  }
}

/// Every `needle` replaced; the text itself where `needle` is empty.
func replacing(_ needle: String, in text: String, with replacement: String) -> String {
  var result = ""
  var rest = text[...]
  while let range = firstRange(of: needle, in: rest) {
    result += rest[..<range.lowerBound]
    result += replacement
    rest = rest[range.upperBound...]
  }
  return result + rest
}
