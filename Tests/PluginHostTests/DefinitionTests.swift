import Testing

@testable import PluginHost

/// Prompts, resources and resource templates as plugins list them.
@Suite struct DefinitionTests {
  private func error(_ parse: () throws -> Void) throws -> PluginLoadError {
    try #require(throws: PluginLoadError.self) { try parse() }
  }

  @Test func aPromptKeepsItsMembersAndGetsThePrefix() throws {
    let list =
      #"[{"name":"a","title":"A","arguments":[{"name":"x","required":true}],"_meta":{"k":1}}]"#
    let prompt = try #require(try PromptDefinition.parse(Array(list.utf8), prefix: "p").first)
    #expect(prompt.name == "p_a")
    #expect(prompt.localName == Array("a".utf8))
    #expect(
      String(decoding: prompt.json, as: UTF8.self)
        == list.dropFirst().dropLast().replacing(#""name":"a""#, with: #""name":"p_a""#))
  }

  @Test(
    arguments: [
      ("", "list of prompts is not JSON"), ("{}", "not a JSON array"),
      ("[1]", "prompts[0] is not a JSON object"), ("[{}]", "prompts[0] needs a name"),
      (#"[{"name":"a"},{"name":""}]"#, "prompts[1] needs a name"),
      (#"[{"name":"a b"}]"#, "characters"), (#"[{"name":"a"},{"name":"a"}]"#, "p_a twice"),
      (#"[{"name":"a","title":1}]"#, "prompts[0] has a title that is not a string"),
      (#"[{"name":"a","description":{}}]"#, "description that is not a string"),
      (#"[{"name":"a","arguments":{}}]"#, "arguments that are not a JSON array"),
      (#"[{"name":"a","arguments":[1]}]"#, "prompts[0].arguments[0] is not a JSON object"),
      (#"[{"name":"a","arguments":[{}]}]"#, "prompts[0].arguments[0] needs a name"),
      (#"[{"name":"a","arguments":[{"name":"x"},{"name":"x"}]}]"#, "arguments[1] has the name"),
      (#"[{"name":"a","arguments":[{"name":"x","required":1}]}]"#, "neither true nor false"),
      (#"[{"name":"a","arguments":[{"name":"x","description":1}]}]"#, "description"),
    ])
  func aWrongPromptIsNamed(list: String, reason: String) throws {
    let error = try error { _ = try PromptDefinition.parse(Array(list.utf8), prefix: "p") }
    #expect(error.code == .prompts)
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test(
    arguments: [
      ("[", "list of resources is not JSON"), ("[{}]", "resources[0] needs a uri"),
      (#"[{"uri":"a:b"}]"#, "resources[0] needs a name"),
      (#"[{"uri":"/a","name":"a"}]"#, "a URI with a scheme"),
      (#"[{"uri":"1:a","name":"a"}]"#, "a URI with a scheme"),
      (#"[{"uri":"a: b","name":"a"}]"#, "a URI with a scheme"),
      (#"[{"uri":"a:b","name":"a"},{"uri":"a:b","name":"b"}]"#, "a:b twice"),
      (#"[{"uri":"a:b","name":"a","mimeType":1}]"#, "mimeType"),
      (#"[{"uri":"a:b","name":"a","size":-1}]"#, "size"),
      (#"[{"uri":"a:b","name":"a","size":"1"}]"#, "size"),
      ("[{\"uri\":\"a:\(String(repeating: "b", count: 5000))\",\"name\":\"a\"}]", "5002 bytes"),
    ])
  func aWrongResourceIsNamed(list: String, reason: String) throws {
    let error = try error { _ = try ResourceDefinition.parse(Array(list.utf8)) }
    #expect(error.code == .resources)
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test(
    arguments: [
      ("[", "list of resource templates is not JSON"),
      ("[{}]", "templates[0] needs a uriTemplate"),
      (#"[{"uriTemplate":"a:{b}"}]"#, "templates[0] needs a name"),
      (#"[{"uriTemplate":"a:{b","name":"a"}]"#, "counterpart"),
      (
        #"[{"uriTemplate":"a:{b}","name":"a"},{"uriTemplate":"a:{b}","name":"b"}]"#, "a:{b} twice"
      ),
    ])
  func aWrongTemplateIsNamed(list: String, reason: String) throws {
    let error = try error { _ = try TemplateDefinition.parse(Array(list.utf8)) }
    #expect(error.code == .resources)
    #expect(error.description.contains(reason), "\(error)")
  }

  @Test func listsAndDefinitionsAreBounded() throws {
    let many = Array(repeating: #"{"uriTemplate":"a:{b}","name":"a"}"#, count: 1001)
    let tooMany = try error {
      _ = try TemplateDefinition.parse(Array("[\(many.joined(separator: ","))]".utf8))
    }
    #expect(tooMany.description.contains("1001 resource templates, more than 1000"))
    let long = String(repeating: "x", count: 256 << 10)
    let tooLong = try error {
      let list = #"[{"name":"a","description":"\#(long)"}]"#
      _ = try PromptDefinition.parse(Array(list.utf8), prefix: "")
    }
    #expect(tooLong.description.contains("more than 262144"))
  }

  private func tool(_ execution: String) -> [UInt8] {
    Array(
      #"[{"name":"a","description":"d","inputSchema":{"type":"object"}\#(execution)}]"#.utf8)
  }

  @Test func taskSupportIsTakenOutOfTheTool() throws {
    let plain = try #require(try ToolDefinition.parse(tool(""), prefix: "").first)
    #expect(plain.taskSupport == .forbidden && !plain.asksFirst)
    let asking = tool(#","execution":{"taskSupport":"required","asksFirst":true}"#)
    #expect(try ToolDefinition.parse(asking, prefix: "").first?.asksFirst == true)
    for (text, support) in [
      ("optional", TaskSupport.optional), ("required", .required), ("forbidden", .forbidden),
    ] {
      let list = tool(#","execution":{"taskSupport":"\#(text)"}"#)
      let definition = try #require(try ToolDefinition.parse(list, prefix: "").first)
      #expect(definition.taskSupport == support)
      #expect(definition.json == plain.json)
    }
  }

  @Test(
    arguments: [
      ("1", "execution"), (#"{"taskSupport":"often"}"#, "\"often\" instead of"),
      (#"{"asksFirst":1}"#, "neither true nor false"),
    ])
  func aWrongTaskSupportIsNamed(execution: String, reason: String) throws {
    let error = try error {
      _ = try ToolDefinition.parse(tool(",\"execution\":\(execution)"), prefix: "")
    }
    #expect(error.description.contains("the tool a has"))
    #expect(error.description.contains(reason), "\(error)")
  }
}
