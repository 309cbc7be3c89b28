import JSON

/// Settings some of whose strings wait for secrets.
indirect enum SettingsTemplate: Sendable {
  case value(JSONValue)
  case text([SubstitutedPiece])
  case array([SettingsTemplate])
  case object([(key: String, value: SettingsTemplate)])

  /// A setting that is left out, and why.
  struct Gap: Equatable, Sendable {
    /// `plugin.lark.settings.appSecret`.
    var path: String
    var reference: SecretReference
    var problem: SecretProblem
  }

  /// The secrets that are referred to.
  var secrets: Set<String> {
    switch self {
    case .value: []
    case .text(let pieces):
      Set(
        pieces.compactMap { piece in
          if case .secret(let reference) = piece { reference.id } else { nil }
        })
    case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.secrets) }
    case .object(let members): members.reduce(into: []) { $0.formUnion($1.value.secrets) }
    }
  }

  /// The settings while no secret is there.
  var withoutSecrets: JSONValue {
    var gaps: [Gap] = []
    let settings = resolved(path: "", gaps: &gaps) { reference throws(SecretProblem) in
      throw SecretProblem(reference.id)
    }
    return settings ?? .object(JSONObject())
  }

  /// The settings with what the secrets say. What one of them does not say is left out, as are
  /// settings whose variable is not set, and told of in `gaps`.
  func resolved(
    path: String, gaps: inout [Gap],
    _ text: (SecretReference) throws(SecretProblem) -> String
  ) -> JSONValue? {
    switch self {
    case .value(let value): return value
    case .text(let pieces):
      var whole = ""
      for piece in pieces {
        switch piece {
        case .text(let text): whole += text
        case .secret(let reference):
          do throws(SecretProblem) {
            whole += try text(reference)
          } catch {
            gaps.append(Gap(path: path, reference: reference, problem: error))
            return nil
          }
        }
      }
      return .string(whole)
    case .array(let elements):
      return .array(
        elements.enumerated().compactMap { index, element in
          element.resolved(path: "\(path).\(index)", gaps: &gaps, text)
        })
    case .object(let members):
      var object = JSONObject()
      for (key, member) in members {
        object[key] = member.resolved(path: "\(path).\(key)", gaps: &gaps, text)
      }
      return .object(object)
    }
  }
}
