import JSON
import Testing

@testable import PluginKit
@testable import Postgres

@Suite struct CatalogToolsTests {
  private static let tools = CatalogTools(databases: Databases([])).tools

  @Test func theListStaysSmall() {
    var writer = JSONWriter()
    writer.beginArray()
    for tool in Self.tools { tool.write(into: &writer) }
    writer.endArray()
    #expect(writer.bytes.count <= 4_400)
  }

  @Test func theyOnlyRead() {
    #expect(Self.tools.map(\.name) == ["search_objects", "describe", "explain", "connections"])
    for tool in Self.tools {
      #expect(tool.annotations.readOnly == true)
      #expect(tool.annotations.destructive == false)
      #expect(tool.annotations.openWorld == false)
    }
  }

  /// A failure has other members, and clients check it by the same schema.
  @Test func aFailureFitsTheOutputSchema() {
    for tool in Self.tools { #expect(tool.output?.json["required"] == nil) }
  }
}
