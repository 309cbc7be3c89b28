import JSON

/// One MCP Prompt, Resource or ResourceTemplate object, checked against the modern schema and made
/// ready to be listed.
final class ItemDefinition: Sendable {
  /// What it was made of.
  let offered: OfferedItem
  let object: ListedObject
  /// Prompts: the names of the arguments that must be given, UTF-8.
  let required: [[UInt8]]

  /// Checks an object that is exposed under its key.
  init(_ item: OfferedItem, _ kind: ItemKind) throws(ItemListError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: item.object)
    } catch {
      throw ItemListError(kind, item.key, "its description is not JSON: \(error)")
    }
    if let fault = Self.fault(of: document, item.key, kind) {
      throw ItemListError(kind, item.key, fault)
    }
    offered = item
    object = ListedObject(kind.list, document)
    required = kind == .prompt ? Self.requiredArguments(document) : []
  }

  private static func fault(
    of document: JSONDocument, _ key: [UInt8], _ kind: ItemKind
  ) -> String? {
    let root = document.root
    guard document.kind(root) == .object else { return "it must be a JSON object" }
    guard let own = document.member(root, kind.keyMember),
      document.string(own).map({ Array($0.utf8) }) == key
    else { return "\"\(kind.keyMember)\" must be what it is exposed under" }
    let fault =
      switch kind {
      case .prompt:
        MemberKinds.fault(of: MemberKinds.ofPrompt, in: document, root)
          ?? faultOfArguments(document)
      case .resource: faultOfURI(key) ?? faultOfResource(document)
      case .template: faultOfResource(document)
      }
    return fault ?? MemberKinds.faultOfIcons(in: document)
  }

  private static func faultOfArguments(_ document: JSONDocument) -> String? {
    guard let arguments = document.member(document.root, "arguments") else { return nil }
    for (index, argument) in document.elements(arguments).enumerated() {
      guard document.kind(argument) == .object, document.member(argument, "name") != nil else {
        return "arguments[\(index)] must be an object with a \"name\""
      }
      if let fault = MemberKinds.fault(of: MemberKinds.ofPromptArgument, in: document, argument) {
        return "arguments[\(index)]: \(fault)"
      }
    }
    return nil
  }

  private static func faultOfResource(_ document: JSONDocument) -> String? {
    guard document.member(document.root, "name") != nil else { return "it must have a \"name\"" }
    return MemberKinds.fault(of: MemberKinds.ofResource, in: document, document.root)
  }

  /// A URI begins with its scheme (RFC 3986 section 3.1); the rest is the plugin's affair.
  private static func faultOfURI(_ uri: [UInt8]) -> String? {
    let scheme = uri.prefix { $0 != UInt8(ascii: ":") }
    let isScheme = scheme.allSatisfy { byte in
      byte.isASCIILetter || (0x30...0x39).contains(byte) || "+-.".utf8.contains(byte)
    }
    guard scheme.count < uri.count, isScheme, scheme.first?.isASCIILetter ?? false else {
      return "its \"uri\" must begin with a scheme, as in \"file:///notes.txt\""
    }
    return nil
  }

  private static func requiredArguments(_ document: JSONDocument) -> [[UInt8]] {
    guard let arguments = document.member(document.root, "arguments") else { return [] }
    return document.elements(arguments).compactMap { argument in
      guard let required = document.member(argument, "required"), document.bool(required) == true,
        let name = document.member(argument, "name").flatMap(document.string)
      else { return nil }
      return Array(name.utf8)
    }
  }
}
