/// A part of a string in which all references have been replaced but those to secrets.
enum SubstitutedPiece: Equatable, Sendable {
  case text(String)
  case secret(SecretReference)
}

/// Replaces `${env:NAME}` and `${file:PATH}` in the strings of a configuration file. A file's last
/// line end is left out. `$${` stands for `${`. What `${secret:ID}` and `${secret:ID#KEY}` stand
/// for comes from elsewhere; the ID may hold `${env:NAME}`.
struct Substitution: Sendable {
  enum Outcome: Equatable {
    case text(String)
    /// A variable is not set.
    case unset(String)
    /// Secrets are needed.
    case secrets([SubstitutedPiece])
  }

  let environment: @Sendable (String) -> String?
  let file: @Sendable (String) throws(ConfigurationError) -> [UInt8]
  /// Reads a secret that cannot come later. May block.
  var secret: @Sendable (SecretReference) throws(SecretProblem) -> String = {
    reference throws(SecretProblem) in
    throw SecretProblem("the secret \(reference.id) cannot be read here")
  }

  func apply(to text: String) throws(ConfigurationError) -> Outcome {
    var pieces: [SubstitutedPiece] = []
    var result = ""
    var rest = text[...]
    while let start = Self.opening(in: rest) {
      if rest[..<start.lowerBound].hasSuffix("$") {
        result += rest[..<start.lowerBound].dropLast() + "${"
        rest = rest[start.upperBound...]
        continue
      }
      result += rest[..<start.lowerBound]
      guard let end = Self.closing(in: rest[start.upperBound...]) else {
        throw ConfigurationError("has a ${ without its }")
      }
      switch try resolve(rest[start.upperBound..<end]) {
      case .text(let value): result += value
      case .unset(let variable): return .unset(variable)
      case .secrets(let secret):
        pieces += [.text(result)] + secret
        result = ""
      }
      rest = rest[rest.index(after: end)...]
    }
    result += rest
    return pieces.isEmpty ? .text(result) : .secrets(pieces + [.text(result)])
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

  /// The `}` of a reference that may hold others.
  private static func closing(in text: Substring) -> Substring.Index? {
    var depth = 1
    var previous: Character?
    for index in text.indices {
      if text[index] == "{", previous == "$" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      if depth == 0 { return index }
      previous = text[index]
    }
    return nil
  }

  private func resolve(_ reference: Substring) throws(ConfigurationError) -> Outcome {
    if reference.hasPrefix("env:") {
      let name = String(reference.dropFirst("env:".count))
      return environment(name).map { .text($0) } ?? .unset(name)
    }
    if reference.hasPrefix("file:") {
      let bytes = try file(String(reference.dropFirst("file:".count)))
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw ConfigurationError("refers to a file that is not UTF-8 text")
      }
      return .text(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    }
    if reference.hasPrefix("secret:") {
      return try secret(named: String(reference.dropFirst("secret:".count)))
    }
    throw ConfigurationError(
      "has a ${...} that is none of ${env:NAME}, ${file:PATH} and ${secret:ARN}; write $${ for a "
        + "plain ${")
  }

  private func secret(named text: String) throws(ConfigurationError) -> Outcome {
    switch try apply(to: text) {
    case .unset(let variable): return .unset(variable)
    case .text(let name):
      if let secret = SecretReference(name[...]) { return .secrets([.secret(secret)]) }
    case .secrets: break
    }
    throw ConfigurationError(
      "has a ${secret:...} that names no secret; write ${secret:ARN} or ${secret:ARN#KEY}")
  }
}
