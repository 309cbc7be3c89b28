import JSON
import PluginKit

/// Tools that show what the host checks by itself.
extension Everything {
  struct HeaderArguments: Decodable {
    let region: String?
  }

  var diagnosticTools: [Tool] {
    [
      .bare("test_missing_capability", "Needs a client that offers its model.") { call in
        guard call.clientCapabilities?["sampling"] != nil else {
          throw MissingCapability(["sampling": [:]])
        }
        return .text("The client offers its model.")
      },
      Tool(
        "test_x_mcp_header", "Takes arguments that are mirrored into header fields.",
        input: .raw(Self.mirrored)
      ) { (arguments: HeaderArguments, _) in
        .text("region=\(arguments.region ?? "<none>")")
      },
      Tool(
        "json_schema_2020_12_tool", "Takes what a schema of many keywords allows.",
        input: .raw(Self.manyKeywords)
      ) { (arguments: JSONValue, _) in .text(arguments.description) },
    ]
  }

  private static let mirrored = """
    {"type":"object","properties":{
      "region":{"type":"string","description":"Mirrored into Mcp-Param-Region",
        "x-mcp-header":"Region"},
      "count":{"type":"integer","x-mcp-header":"Count"},
      "dry_run":{"type":"boolean","x-mcp-header":"Dry-Run"}}}
    """

  private static let manyKeywords = """
    {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
     "$defs":{"address":{"$anchor":"addressDef","type":"object",
       "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
     "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
      "contactMethod":{"type":"string","enum":["phone","email"]},
      "phone":{"type":"string"},"email":{"type":"string"}},
     "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
     "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
     "then":{"required":["phone"]},"else":{"required":["email"]},
     "additionalProperties":false}
    """
}
