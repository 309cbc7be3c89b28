internal import JSON
internal import PluginKit

/// The values of one call for the parameters of a tool's statement.
struct DeclaredArguments: Sendable {
  private let definition: DeclaredDefinition
  private let arguments: JSONObject
  /// Nil where nobody has been verified; read only where a parameter needs it.
  private let claims: JSONValue?

  init(_ definition: DeclaredDefinition, _ arguments: JSONValue, _ call: Call) throws(ToolError) {
    let needsClaims = definition.parameters.all.contains { $0.schema == nil }
    try self.init(definition, arguments, claims: needsClaims ? call.caller : nil)
  }

  /// Fails where a claim is missing that the statement needs.
  init(
    _ definition: DeclaredDefinition, _ arguments: JSONValue, claims: JSONValue?
  ) throws(ToolError) {
    self.definition = definition
    self.arguments = arguments.object ?? [:]
    self.claims = claims
    for parameter in definition.parameters.all {
      guard case .claim(let path) = parameter.origin else { continue }
      guard let claims, claims.object != nil else {
        throw ToolError(
          "The tool \(definition.name) needs a verified caller, and nobody has verified who calls.",
          detail: "It takes \(parameter.name) from the claim \(path.text), never from an argument.")
      }
      guard path.value(in: claims) != nil else {
        throw ToolError(
          "The tool \(definition.name) needs the claim \(path.text), which the caller has not.",
          detail: "It takes \(parameter.name) from there, never from an argument.")
      }
    }
  }

  /// One for each parameter, in the order of the statement's numbers.
  func bound(to forms: [ArgumentForm]) throws(ToolError) -> [Parameter] {
    var bound: [Parameter] = []
    bound.reserveCapacity(forms.count)
    for (parameter, form) in zip(definition.parameters.all, forms) {
      do throws(ArgumentForm.Fault) {
        bound.append(Parameter(text: try form.text(of: value(of: parameter))))
      } catch {
        throw ToolError("\(Self.subject(parameter)) \(error.text).")
      }
    }
    return bound
  }

  /// A claim is never looked for among the arguments.
  private func value(of parameter: DeclaredParameter) -> JSONValue {
    switch parameter.origin {
    case .argument: arguments[parameter.name] ?? parameter.fallback ?? .null
    case .claim(let path): claims.flatMap(path.value) ?? .null
    }
  }

  private static func subject(_ parameter: DeclaredParameter) -> String {
    guard case .claim(let path) = parameter.origin else { return "The argument \(parameter.name)" }
    return "The claim \(path.text), from which \(parameter.name) is taken,"
  }
}
