/// What the documentation says of an endpoint, read from the compact text of `Facts`.
///
/// The text has one line per endpoint (method, path, who may call, rates), and below it, indented,
/// `scopes`, `query` and `body`. A field is a name, `!` where it is required, its kind (`:i` whole
/// number, `:b` flag, `:d` decimal, `:f` file, `:a` anything, `[]` list, `{ ... }` object), its
/// options after `=`, the limits of a number after `#` and those of a length after `~`.
struct EndpointFacts: Sendable {
  let method: String
  let path: String
  var token = Endpoint.Token.either
  var rate = Rate.unlimited
  var isLegacy = false
  var scopes: [String] = []
  var query: [FieldRule] = []
  var body: [FieldRule] = []

  static let texts = [
    auth, messages, cards, calendar, docs, wiki, drive, sheets, bitable, task, contact, approval,
    mail,
    vc, minutes,
  ]

  /// By method and path, `/open-apis` left out: `GET /im/v1/pins`.
  static let all: [String: EndpointFacts] = {
    var all: [String: EndpointFacts] = [:]
    for text in texts {
      for facts in read(text) { all["\(facts.method) \(facts.path)"] = facts }
    }
    return all
  }()

  /// Everything one text says.
  static func read(_ text: String) -> [EndpointFacts] {
    var all: [EndpointFacts] = []
    for section in sections(text) {
      let words = section.split(separator: " ")
      guard let first = words.first else { continue }
      switch first {
      case "scopes": all[all.count - 1].scopes = words.dropFirst().map(String.init)
      case "query": all[all.count - 1].query = FieldText.rules(words.dropFirst())
      case "body": all[all.count - 1].body = FieldText.rules(words.dropFirst())
      default: all.append(EndpointFacts(words))
      }
    }
    return all
  }

  private init(_ words: [Substring]) {
    method = String(words[0])
    path = String(words[1])
    for word in words.dropFirst(2) {
      switch word {
      case "T": token = .tenant
      case "U": token = .user
      case "-": token = .none
      case "legacy": isLegacy = true
      default:
        let count = Int(word.dropLast(2))
        if word.hasSuffix("/s") { rate.perSecond = count }
        if word.hasSuffix("/m") { rate.perMinute = count }
      }
    }
  }

  /// A line that is indented further goes on with the one above; options may be cut after a `|`.
  private static func sections(_ text: String) -> [String] {
    var sections: [String] = []
    for line in text.split(separator: "\n") {
      let indentation = line.prefix { $0 == " " }.count
      let content = line.dropFirst(indentation)
      if indentation < 4 {
        sections.append(String(content))
      } else {
        let isCut = sections[sections.count - 1].hasSuffix("|")
        sections[sections.count - 1] += (isCut ? "" : " ") + content
      }
    }
    return sections
  }
}

/// Reads the fields of a query or a body.
private enum FieldText {
  static func rules(_ words: ArraySlice<Substring>) -> [FieldRule] {
    var rest = words
    return rules(&rest)
  }

  private static func rules(_ words: inout ArraySlice<Substring>) -> [FieldRule] {
    var rules: [FieldRule] = []
    while let word = words.popFirst(), word != "}" {
      var rule = rule(word)
      if word.hasSuffix("{") {
        let members = self.rules(&words)
        rule.kind = word.contains("[]") ? .objects(members) : .object(members)
      }
      rules.append(rule)
    }
    return rules
  }

  private static func rule(_ field: Substring) -> FieldRule {
    let word = field.hasSuffix("{") ? field.dropLast() : field
    let name = word.prefix { !"!:[{=#~".contains($0) }
    var rest = word.dropFirst(name.count)
    var rule = FieldRule(name: String(name), kind: .text)
    if rest.first == "!" {
      rule.isRequired = true
      rest = rest.dropFirst()
    }
    let kind = rest.prefix { !"=#~".contains($0) }
    rule.kind = kinds[kind] ?? .text
    rest = rest.dropFirst(kind.count)
    guard let mark = rest.first else { return rule }
    let value = rest.dropFirst()
    switch mark {
    case "=":
      let options = value.prefix { $0 != "~" }
      rule.options = options.split(separator: "|").map(String.init)
      if let tilde = value.firstIndex(of: "~") {
        rule.length = limits(value[value.index(after: tilde)...], from: 0)
      }
    case "~": rule.length = limits(value, from: 0)
    default:
      let range = value.prefix { $0 != "=" }
      rule.range = limits(range, from: .min)
    }
    return rule
  }

  private static let kinds: [Substring: FieldRule.Kind] = [
    ":i": .integer, ":b": .flag, ":d": .decimal, ":f": .file, ":a": .anything, "[]": .texts,
    ":i[]": .integers, ":a[]": .things,
  ]

  private static func limits(_ text: Substring, from lowest: Int) -> ClosedRange<Int>? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard let first = parts.first, let last = parts.last else { return nil }
    let (lower, upper) = (Int(first) ?? lowest, Int(last) ?? .max)
    return lower <= upper ? lower...upper : nil
  }
}

extension Endpoint {
  /// An endpoint of which the facts tell everything but what it does.
  init(_ key: String, _ handler: @escaping Handler) {
    let facts = EndpointFacts.all[key]
    let words = key.split(separator: " ")
    self.init(
      method: String(words.first ?? ""), path: "/open-apis" + (words.last ?? ""),
      token: facts?.token ?? .either, scopes: facts?.scopes ?? [],
      rate: facts?.rate ?? .unlimited, isLegacy: facts?.isLegacy ?? false,
      query: facts?.query ?? [], body: facts?.body ?? [], handler: handler)
  }
}
