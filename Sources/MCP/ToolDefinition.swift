import JSON

/// One MCP Tool object, checked against the modern schema of a Tool and made ready to be listed and
/// called.
final class ToolDefinition: Sendable {
  typealias Node = JSONDocument.Node

  /// What it was made of.
  let offered: OfferedTool
  let object: ListedObject
  /// The arguments that a modern HTTP client repeats in headers.
  let headerParameters: [HeaderParameter]
  let schemas: ToolSchemas
  let traits: ToolTraits

  /// Checks an object that is exposed under its name.
  init(_ tool: OfferedTool) throws(ToolListError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: tool.object)
    } catch {
      throw ToolListError(tool, "its description is not JSON: \(error)")
    }
    if let fault = Self.fault(of: document, name: tool.name) { throw ToolListError(tool, fault) }
    do {
      headerParameters = try HeaderParameter.all(in: document)
    } catch {
      throw ToolListError(tool, error.text)
    }
    do {
      schemas = try ToolSchemas(document)
    } catch {
      throw ToolListError(tool, error.text)
    }
    object = ListedObject(.tools, document)
    traits = ToolTraits(
      taskSupport: tool.taskSupport, hasHeaderParameters: !headerParameters.isEmpty,
      hasOutputSchema: schemas.output != nil)
    offered = tool
  }

  private static func fault(of document: JSONDocument, name: [UInt8]) -> String? {
    guard document.kind(document.root) == .object else { return "it must be a JSON object" }
    guard let own = document.member(document.root, "name"), document.kind(own) == .string,
      document.string(own).map({ Array($0.utf8) }) == name
    else { return "\"name\" must be the name it is exposed under" }
    if let fault = faultOfOptionalMembers(document) { return fault }
    guard let schema = document.member(document.root, "inputSchema"),
      let type = document.member(schema, "type"), document.equals(type, "object")
    else { return "\"inputSchema\" must be a JSON Schema with \"type\": \"object\"" }
    return fault(ofSchema: schema, "inputSchema", in: document)
      ?? document.member(document.root, "outputSchema").flatMap {
        fault(ofSchema: $0, "outputSchema", in: document)
      }
  }

  private static func faultOfOptionalMembers(_ document: JSONDocument) -> String? {
    if let fault = MemberKinds.fault(of: MemberKinds.ofTool, in: document, document.root) {
      return fault
    }
    if let annotations = document.member(document.root, "annotations"),
      let fault = MemberKinds.fault(of: MemberKinds.ofToolAnnotations, in: document, annotations)
    {
      return "annotations: \(fault)"
    }
    return MemberKinds.faultOfIcons(in: document)
  }

  /// The keywords that the legacy schemas spell out, where they are no JSON Schema at all.
  private static func fault(
    ofSchema schema: Node, _ place: String, in document: JSONDocument
  ) -> String? {
    if let fault = MemberKinds("$schema", .string).fault(in: document, schema) {
      return "\(place): \(fault)"
    }
    if let properties = document.member(schema, "properties") {
      guard document.kind(properties) == .object else {
        return "\"\(place).properties\" must be an object"
      }
      for (key, value) in document.members(properties) where !isSchema(value, in: document) {
        let name = document.string(key) ?? ""
        return "\"\(place).properties.\(name)\" must be a schema: an object, true or false"
      }
    }
    if let required = document.member(schema, "required") {
      let areStrings = document.elements(required).allSatisfy { document.kind($0) == .string }
      guard document.kind(required) == .array, areStrings else {
        return "\"\(place).required\" must be an array of strings"
      }
    }
    return nil
  }

  private static func isSchema(_ node: Node, in document: JSONDocument) -> Bool {
    switch document.kind(node) {
    case .object, .true, .false: true
    default: false
    }
  }
}
