import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ToolListTests {
  /// Of one tool's input schema, in bytes of compact JSON.
  static let maximumSchemaBytes = 1_024
  /// Of the schemas of all tools that are listed by default.
  static let maximumDefaultSchemaBytes = 28 * 1_024
  static let maximumDefaultListBytes = 33 * 1_024
  /// Of schema, description and name of one tool.
  static let maximumToolBytes = 1_536

  private func core(_ settings: JSONValue = [:]) throws -> LarkCore {
    LarkCore(
      client: LarkClient(
        settings: try Settings(settings), transport: ScriptedTransport(), clock: ManualClock()))
  }

  private func names(_ settings: JSONValue) throws -> [String] {
    ToolList.selected(try core(settings)).map(\.name)
  }

  @Test func schemasAreSmall() throws {
    for tool in ToolList.all(try core()) {
      let schema = tool.tool.input.json.serialized().count
      #expect(schema <= Self.maximumSchemaBytes, "\(tool.name) \(schema)")
      let all = schema + tool.tool.description.utf8.count + tool.name.utf8.count
      #expect(all <= Self.maximumToolBytes, "\(tool.name) \(all)")
    }
    let total = ToolList.selected(try core()).reduce(0) {
      $0 + $1.tool.input.json.serialized().count
    }
    #expect(total <= Self.maximumDefaultSchemaBytes)
  }

  @Test func namesAreUniqueAndPlain() throws {
    let names = ToolList.all(try core()).map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }, "\(name)")
      #expect(!name.hasPrefix("lark"), "\(name)")
    }
    #expect(Set(names).isSuperset(of: ["send_message", "get_calendar", "search_docs"]))
  }

  /// Documents and what is like them belong to people; messages are the bot's own. The search for
  /// documents takes whoever finds more.
  @Test func documentsAreTheUsersAndMessagesTheBots() throws {
    let documents: Set<ToolGroup> = [.docs, .wiki, .drive, .base, .sheets]
    for tool in ToolList.all(try core()) where tool.name != "search_docs" {
      if documents.contains(tool.group) { #expect(tool.rule == .userFirst, "\(tool.name)") }
      if tool.group == .im { #expect(tool.rule != .userFirst, "\(tool.name)") }
    }
  }

  @Test func effectsFitTheEndpoints() throws {
    for tool in ToolList.all(try core()) where tool.effect == .reads {
      for endpoint in tool.endpoints { #expect(endpoint.reads, "\(tool.name) \(endpoint.name)") }
    }
  }

  /// What is not said is what MCP takes for granted (ToolAnnotations of its schema).
  @Test func annotationsTellTheEffect() throws {
    for tool in ToolList.all(try core()) {
      let annotations = tool.tool.annotations
      #expect((annotations.readOnly ?? false) == (tool.effect == .reads), "\(tool.name)")
      #expect((annotations.openWorld ?? true), "\(tool.name)")
      // Of a tool that only reads these mean nothing.
      guard tool.effect != .reads else { continue }
      #expect((annotations.destructive ?? true) == (tool.effect == .changes), "\(tool.name)")
      #expect((annotations.idempotent ?? false) == (tool.effect == .changes), "\(tool.name)")
    }
  }

  @Test func nothingIsListedThatSaysNothing() throws {
    for tool in ToolList.all(try core()) {
      let annotations = tool.tool.annotations
      #expect(annotations.readOnly != false && annotations.destructive != true, "\(tool.name)")
      #expect(annotations.idempotent != false && annotations.openWorld == nil, "\(tool.name)")
      guard let title = tool.tool.title else { continue }
      let known = Set(tool.name.split(separator: "_") + ["lark", "a", "the", "of", "in", "to"])
      let words = Set(title.lowercased().split(separator: " "))
      #expect(!words.isSubset(of: known), "\(tool.name): \(title)")
    }
  }

  /// Of names, titles, descriptions, annotations and schemas, as `tools/list` has them.
  @Test func theDefaultListIsSmall() throws {
    let tools = ToolList.selected(try core()).map(\.tool)
    let bytes = tools.reduce(0) { sum, tool in
      var members: JSONObject = [
        "name": .string("lark_\(tool.name)"), "description": .string(tool.description),
        "inputSchema": tool.input.json,
      ]
      members["title"] = tool.title.map { .string($0) }
      var hints = JSONObject()
      hints["readOnlyHint"] = tool.annotations.readOnly.map { .bool($0) }
      hints["destructiveHint"] = tool.annotations.destructive.map { .bool($0) }
      hints["idempotentHint"] = tool.annotations.idempotent.map { .bool($0) }
      members["annotations"] = .object(hints)
      return sum + JSONValue.object(members).serialized().count + 1
    }
    #expect(bytes <= Self.maximumDefaultListBytes, "\(bytes)")
  }

  @Test func everyEndpointTakesSomeIdentityOfItsTool() throws {
    for tool in ToolList.all(try core()) {
      for endpoint in tool.endpoints where endpoint.identities != .none {
        let identity = tool.rule.identity(at: endpoint.identities, hasUserToken: true)
        #expect(identity != nil, "\(tool.name) \(endpoint.name)")
      }
    }
  }

  @Test func readOnlyLeavesOnlyWhatReads() throws {
    let names = try names(["readOnly": true, "presets": ["all"]])
    #expect(!names.contains("send_message"))
    #expect(names.contains("get_calendar"))
  }

  @Test func presetsAndPatternsChoose() throws {
    #expect(try names(["presets": ["calendar"]]).contains("get_calendar"))
    #expect(try !names(["presets": ["calendar"]]).contains("send_message"))
    #expect(try names(["presets": ["calendar"], "allow": "lark_send_*"]).contains("send_message"))
    #expect(try !names(["deny": ["send_*"], "allow": ["send_message"]]).contains("send_message"))
  }

  @Test func offersSomeOnlyWhereTheyAreNamed() throws {
    let core = try core()
    func tool(_ offer: LarkTool.Offer) -> LarkTool {
      LarkTool(
        "x", "X", title: "X", core, group: .im, endpoints: [], identity: .bot, effect: .reads,
        offer: offer, input: .object()
      ) { (_: JSONValue, _) throws(LarkFailure) in .text("") }
    }
    let all = ToolSelection(presets: [.all])
    #expect(all.includes(tool(.inPresets)))
    #expect(!all.includes(tool(.onlyIfAllowed)))
    #expect(!ToolSelection().includes(tool(.inPresets)))
    #expect(ToolSelection(allow: ["x"]).includes(tool(.onlyIfAllowed)))
    #expect(ToolSelection(presets: []).includes(tool(.always)))
    #expect(!ToolSelection(presets: []).includes(tool(.byDefault)))
    #expect(!ToolSelection(deny: ["lark_x"]).includes(tool(.always)))
  }

  @Test(arguments: [
    ("*", "a", true), ("a*c", "abbc", true), ("a*c", "abbd", false), ("?b", "ab", true),
    ("", "", true), ("", "a", false), ("**x*", "yx", true), ("a", "ab", false),
  ])
  func matchesGlobs(_ pattern: String, _ name: String, _ expected: Bool) {
    #expect(glob(pattern, matches: name) == expected)
  }
}
