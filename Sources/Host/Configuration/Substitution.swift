/// Replaces `${env:NAME}` and `${file:PATH}` in the strings of a configuration file. A file's last
/// line end is left out. `$${` stands for `${`.
struct Substitution: Sendable {
  enum Outcome: Equatable {
    case text(String)
    /// A variable is not set.
    case unset(String)
  }

  let environment: @Sendable (String) -> String?
  let file: @Sendable (String) throws(ConfigurationError) -> [UInt8]

  func apply(to text: String) throws(ConfigurationError) -> Outcome {
    var result = ""
    var rest = text[...]
    while let start = Self.opening(in: rest) {
      if rest[..<start.lowerBound].hasSuffix("$") {
        result += rest[..<start.lowerBound].dropLast() + "${"
        rest = rest[start.upperBound...]
        continue
      }
      result += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else {
        throw ConfigurationError("has a ${ without its }")
      }
      let reference = rest[start.upperBound..<end]
      guard let value = try resolve(reference) else {
        return .unset(String(reference.dropFirst("env:".count)))
      }
      result += value
      rest = rest[rest.index(after: end)...]
    }
    return .text(result + rest)
  }

  /// Where the first `${` stands.
  private static func opening(in text: Substring) -> Range<Substring.Index>? {
    var rest = text
    while let dollar = rest.firstIndex(of: "$") {
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "{" { return dollar..<rest.index(after: rest.startIndex) }
    }
    return nil
  }

  private func resolve(_ reference: Substring) throws(ConfigurationError) -> String? {
    if reference.hasPrefix("env:") {
      return environment(String(reference.dropFirst("env:".count)))
    }
    if reference.hasPrefix("file:") {
      let bytes = try file(String(reference.dropFirst("file:".count)))
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ConfigurationError("refers to a file that is not UTF-8 text")
      }
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
    throw ConfigurationError(
      "has a ${...} that is neither ${env:NAME} nor ${file:PATH}; write $${ for a plain ${"
    )
  }
}

extension Substring {
  /// The first occurrence of a short ASCII text.
  fileprivate func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
