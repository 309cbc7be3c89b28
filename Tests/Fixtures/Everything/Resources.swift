import JSON
import PluginKit

/// Resources of text and of bytes, one that changes, one that comes and goes, and a template.
extension Everything {
  static let watchedURI = "test://watched-resource"

  var resources: [Resource] {
    let lasting = [
      Resource(
        uri: "test://static-text", name: "static-text", description: "A text that never changes.",
        mediaType: "text/plain"
      ) { _ in .text("This is the content of the static text resource.") },
      Resource(
        uri: "test://static-binary", name: "static-binary",
        description: "An image that never changes.", mediaType: "image/png"
      ) { _ in .bytes(Samples.image) },
      Resource(
        uri: Self.watchedURI, name: "watched-resource",
        description: "A text that test_trigger_resource_update changes.", mediaType: "text/plain"
      ) { _ in
        let revision = state.withLock { $0.revision }
        return .text("Watched resource content" + (revision > 0 ? " (revision \(revision))" : ""))
      },
    ]
    guard state.withLock({ $0.hasDynamicResource }) else { return lasting }
    return lasting + [
      Resource(
        uri: "test://dynamic-resource", name: "dynamic-resource",
        description: "A text that is there only now and then.", mediaType: "text/plain"
      ) { _ in .text("Dynamic resource content") }
    ]
  }

  var resourceTemplates: [ResourceTemplate] {
    [
      ResourceTemplate(
        "test://template/{id}/data", name: "template", description: "Data of any id.",
        mediaType: "application/json", complete: ["id": Self.proposing("123", "124", "200")]
      ) { variables, _ in
        let id = variables["id", default: ""]
        let data: JSONValue = [
          "id": .string(id), "templateTest": true, "data": .string("Data for ID: \(id)"),
        ]
        return .text(data.description)
      }
    ]
  }

  /// Those of a few values that begin with what was typed.
  static func proposing(_ values: String...) -> Completer {
    { typed, _ in values.filter { $0.utf8.starts(with: typed.utf8) } }
  }
}
