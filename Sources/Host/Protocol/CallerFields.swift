import HTTPServer
import JSON
import PluginHost

/// The header fields that plugins are told as part of the caller, such as a user's own token for
/// the system behind a plugin. Each plugin sees those of its own configuration and no other's.
struct CallerFields: Sendable {
  private struct Entry: Sendable {
    let plugin: String
    let claim: String
    /// In small letters.
    let field: [UInt8]
  }

  private let entries: [Entry]

  init(_ plugins: [String: PluginSettings]) {
    entries = plugins.flatMap { plugin, settings in
      settings.callerFields.map { claim, field in
        Entry(plugin: plugin, claim: claim, field: Array(field.lowercased().utf8))
      }
    }
  }

  /// What the request's fields say to each plugin, beside what all are told; a field that stands
  /// more than once says nothing, nor does one whose claim was verified: nobody writes over that.
  func claims(in request: borrowing HTTPRequest, shared: [UInt8] = []) -> [String: [UInt8]] {
    guard !entries.isEmpty else { return [:] }
    let verified = shared.isEmpty ? [:] : (try? JSONValue(parsing: shared).object) ?? [:]
    var objects: [String: JSONObject] = [:]
    for entry in entries {
      guard let value = Self.value(of: entry.field, in: request) else { continue }
      objects[entry.plugin, default: verified][entry.claim] =
        verified[entry.claim] ?? .string(value)
    }
    return objects.mapValues { JSONValue.object($0).serialized() }
  }

  private static func value(of field: [UInt8], in request: borrowing HTTPRequest) -> String? {
    var found: String?
    for index in 0..<request.fieldCount where matches(request.fieldName(index), field) {
      guard found == nil else { return nil }
      found = String(decoding: request.fieldValue(index), as: UTF8.self)
    }
    return found
  }

  private static func matches(_ name: ArraySlice<UInt8>, _ field: [UInt8]) -> Bool {
    name.count == field.count
      && zip(name, field).allSatisfy { byte, expected in
        (byte &- 65 < 26 ? byte | 32 : byte) == expected
      }
  }
}
