package import JSON
import JSONSchema

/// Whether a caller may use something.
package enum PolicyDecision: Sendable {
  /// It may, perhaps with some arguments only.
  case allowed(PolicyGrant)
  /// It may not, because of that rule.
  case denied(rule: String)
  /// It may not, because no rule allows it.
  case unmentioned

  /// Whether it may, so that it sees it.
  package var isAllowed: Bool { if case .allowed = self { true } else { false } }
}

/// What rules allow of a tool or a prompt.
package struct PolicyGrant: Sendable {
  /// The most rules that a refusal quotes.
  private static let maximumQuoted = 3

  typealias Condition = (rule: String, schema: CompiledSchema)

  /// The first rule that allows it whatever the arguments are; nil where none does.
  package internal(set) var rule: String?
  /// The rules that allow it with some arguments.
  var permits: [Condition] = []
  /// Those that deny it with some.
  var denials: [Condition] = []

  /// Whether some arguments are refused.
  package var isConditional: Bool { rule == nil || !denials.isEmpty }
  /// The names of the rules that allow it, the one that asks nothing of the arguments first.
  package var allowing: [String] { [rule].compactMap(\.self) + permits.map(\.rule) }
  /// The names of the rules that deny it with some arguments.
  package var denying: [String] { denials.map(\.rule) }

  /// Why a call is refused with the arguments at `node`; nil where it is not. Without arguments it
  /// counts as one with `{}`.
  package func refusal(
    ofArguments node: JSONDocument.Node?, in document: JSONDocument
  ) -> PolicyRefusal? {
    guard isConditional else { return nil }
    guard let node else {
      return (try? JSONDocument(parsing: Array("{}".utf8))).flatMap { refusal($0.root, $0) }
    }
    return refusal(node, document)
  }

  private func refusal(_ node: JSONDocument.Node, _ document: JSONDocument) -> PolicyRefusal? {
    for (name, schema) in denials {
      let violation = schema.firstViolation(in: document, at: node)
      // Arguments that are too much to check might be the denied ones.
      guard violation == nil || violation?.isInconclusive == true else { continue }
      return PolicyRefusal(
        rule: name,
        text: violation.map { "the rule \"\(name)\" cannot check them: \($0)" }
          ?? "the rule \"\(name)\" denies them")
    }
    guard rule == nil else { return nil }
    var texts: [String] = []
    for (name, schema) in permits {
      guard let violation = schema.firstViolation(in: document, at: node) else { return nil }
      texts.append("the rule \"\(name)\" asks: \(violation)")
    }
    let quoted = texts.prefix(Self.maximumQuoted)
    return PolicyRefusal(rule: permits.first?.rule ?? "", text: quoted.joined(separator: "; or "))
  }
}

/// Why a call is refused because of its arguments.
package struct PolicyRefusal: Sendable, Equatable {
  /// The rule that denies them, or the first of those that ask for others.
  package let rule: String
  /// For the caller: which of the rules for it ask for what. Quotes its arguments, so that it is
  /// not for logs.
  package let text: String
}
