internal import JSON
internal import JSONSchema

/// Whether the host can compile the schemas of a tool: as it does, with the same code.
enum ToolSchemaCheck {
  /// What is wrong with `inputSchema`; nil where nothing is.
  static func fault(ofInputOf tool: JSONObject) -> String? {
    guard let schema = tool["inputSchema"]?.object, schema["type"]?.string == "object" else {
      return "its inputSchema is no object with \"type\": \"object\""
    }
    return fault(of: schema, "inputSchema") ?? faultOfHeaders(tool)
  }

  private static func faultOfHeaders(_ tool: JSONObject) -> String? {
    do throws(MirroredParameter.Fault) {
      _ = try MirroredParameter.all(of: .object(tool))
      return nil
    } catch {
      return error.text
    }
  }

  /// What is wrong with `outputSchema`; nil where nothing is, or there is none.
  static func fault(ofOutputOf tool: JSONObject) -> String? {
    guard let value = tool["outputSchema"] else { return nil }
    guard let schema = value.object else { return "it is no object" }
    return fault(of: schema, "outputSchema")
  }

  private static func fault(of schema: JSONObject, _ name: String) -> String? {
    if let fault = faultOfKinds(schema) { return "its \(name) has \(fault)" }
    do {
      let bytes = JSONValue.object(schema).serialized()
      _ = try CompiledSchema(compiling: JSONDocument(parsing: bytes))
      return nil
    } catch {
      return "its \(name) cannot be used: \(error)"
    }
  }

  private static func faultOfKinds(_ schema: JSONObject) -> String? {
    if let dialect = schema["$schema"], dialect.string == nil { return "a $schema that is no text" }
    if let properties = schema["properties"] {
      guard let members = properties.object?.members else { return "properties that are no object" }
      guard members.allSatisfy({ $0.value.object != nil || $0.value.bool != nil }) else {
        return "a property that is no schema"
      }
    }
    if let required = schema["required"] {
      guard required.array?.allSatisfy({ $0.string != nil }) ?? false else {
        return "a \"required\" that is no array of texts"
      }
    }
    return nil
  }
}
