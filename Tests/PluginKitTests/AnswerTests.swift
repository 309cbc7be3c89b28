import JSON
import PluginABI
import PluginKit
import Testing

@Suite struct AnswerTests {
  private struct Form: Decodable {
    var name: String
    var age: Int?
  }

  /// Asks all that can be asked, and tells what it understood of the answers.
  private struct Asking: OneToolPlugin {
    let host: Host
    static func run(_ arguments: JSONValue, _ call: Call, _: Host) -> ToolResult {
      guard call.inputResponses != nil else {
        let form = Schema.raw(
          #"{"type":"object","properties":{"n":{"type":"integer","default":30}}}"#)
        return .inputRequired(
          [
            "form": .elicitation("Who?", schema: form),
            "model": .sampling(
              [.user("Hi"), .assistant("Yes?")], maxTokens: 50,
              parameters: ["systemPrompt": "Be brief."]),
            "roots": .roots,
          ], state: Array("s".utf8))
      }
      let form =
        switch call.elicitation("form", as: Form.self) {
        case .accepted(let form)?: "\(form.name) \(form.age ?? 0)"
        case let answer?: answer.action
        case nil: "nil"
        }
      let model = call.sampling("model").map { "\($0.text ?? "no text") by \($0.model ?? "?")" }
      let roots = call.roots("roots")?.map { "\($0.uri) \($0.name ?? "?")" }
      return .text("\(form), \(model ?? "nil"), \(roots?.joined(separator: " ") ?? "nil")")
    }
  }

  @Test func requestsHaveTheShapeOfTheProtocol() async throws {
    let completion = try await PluginBench(Asking.self).call("run")
    #expect(completion.flags == TOOLRACK_RESULT_INPUT_REQUIRED)
    #expect(completion.state == Array("s".utf8))
    #expect(
      completion.inputRequests == """
        {"form":{"method":"elicitation/create","params":{"message":"Who?","requestedSchema":\
        {"type":"object","properties":{"n":{"type":"integer","default":30}}}}},\
        "model":{"method":"sampling/createMessage","params":{"messages":[\
        {"role":"user","content":{"type":"text","text":"Hi"}},\
        {"role":"assistant","content":{"type":"text","text":"Yes?"}}],"maxTokens":50,\
        "systemPrompt":"Be brief."}},\
        "roots":{"method":"roots/list","params":{}}}
        """)
  }

  @Test(arguments: [
    (#"{"form":{"action":"accept","content":{"name":"Ada","age":36}}}"#, "Ada 36, nil, nil"),
    (#"{"form":{"action":"accept","content":{"name":"Ada","more":1}}}"#, "Ada 0, nil, nil"),
    (#"{"form":{"action":"decline"}}"#, "decline, nil, nil"),
    (#"{"form":{"action":"cancel","content":5}}"#, "cancel, nil, nil"),
    (
      #"{"model":{"role":"assistant","content":{"type":"text","text":"Hm"},"model":"m"}}"#,
      "nil, Hm by m, nil"
    ),
    (
      #"{"model":{"content":[{"type":"image"},{"type":"text","text":"b"},{"type":"text","text":"c"}]}}"#,
      "nil, b by ?, nil"
    ),
    (#"{"model":{"content":{"type":"image","data":""},"model":"m"}}"#, "nil, no text by m, nil"),
    (#"{"model":{"content":[]}}"#, "nil, no text by ?, nil"),
    (
      #"{"roots":{"roots":[{"uri":"file:///a","name":"A"},{"uri":"b"}]}}"#,
      "nil, nil, file:///a A b ?"
    ),
    (#"{"roots":{"roots":[]}}"#, "nil, nil, "),
  ])
  func answersAreRead(_ responses: String, _ expected: String) async throws {
    var request = PluginBench.Request()
    request.inputResponses = responses
    #expect(try await PluginBench(Asking.self).call("run", request).text == expected)
  }

  @Test(arguments: [
    "{}", "[]", #""accept""#, #"{"form":null}"#, #"{"form":"accept"}"#, #"{"form":{}}"#,
    #"{"form":{"action":"accept"}}"#, #"{"form":{"action":"accept","content":"Ada"}}"#,
    #"{"form":{"action":"accept","content":{}}}"#,
    #"{"form":{"action":"accept","content":{"name":5}}}"#,
    #"{"form":{"action":"accept","content":{"name":"Ada","age":"old"}}}"#,
    #"{"form":{"action":"Accept","content":{"name":"Ada"}}}"#, #"{"form":{"action":5}}"#,
    #"{"Form":{"action":"decline"}}"#,
    #"{"model":{}}"#, #"{"model":[]}"#, #"{"model":{"content":"text"}}"#,
    #"{"model":{"content":{}}}"#, #"{"model":{"content":{"type":"text"}}}"#,
    #"{"model":{"content":[{"type":"text","text":5}]}}"#, #"{"model":{"action":"accept"}}"#,
    #"{"roots":[]}"#, #"{"roots":{}}"#, #"{"roots":{"roots":{}}}"#,
    #"{"roots":{"roots":[{"name":"A"}]}}"#, #"{"roots":{"roots":["file:///a"]}}"#,
  ])
  func whatCannotBeUsedIsAsIfItWereMissing(_ responses: String) async throws {
    var request = PluginBench.Request()
    request.inputResponses = responses
    #expect(try await PluginBench(Asking.self).call("run", request).text == "nil, nil, nil")
  }

  /// Takes any form.
  private struct Lenient: OneToolPlugin {
    let host: Host
    static func run(_: JSONValue, _ call: Call, _: Host) -> ToolResult {
      guard case .accepted(let content)? = call.elicitation("form", as: JSONObject.self) else {
        return .text("nil")
      }
      return .text(content.description)
    }
  }

  @Test(arguments: [
    (#"{"form":{"action":"accept","content":{"a":[1.50,null]}}}"#, #"{"a":[1.50,null]}"#),
    (#"{"form":{"action":"accept"}}"#, "{}"),
    (#"{"form":{"action":"accept","content":null}}"#, "nil"),
  ])
  func anUntypedFormIsTakenAsItIs(_ responses: String, _ expected: String) async throws {
    var request = PluginBench.Request()
    request.inputResponses = responses
    #expect(try await PluginBench(Lenient.self).call("run", request).text == expected)
  }

  /// Says what the client declared.
  private struct Declared: OneToolPlugin {
    let host: Host
    static func run(_: JSONValue, _ call: Call, _: Host) -> ToolResult {
      let requests: [InputRequest] = [
        .elicitation("", schema: .object()), .sampling([], maxTokens: 1), .roots,
      ]
      return .text(requests.filter(call.declares).map(\.capability).joined(separator: " "))
    }
  }

  @Test(arguments: [
    (#"{"elicitation":{},"sampling":{},"roots":{}}"#, "elicitation sampling roots"),
    (#"{"elicitation":{"form":{},"url":{}},"roots":{"listChanged":true}}"#, "elicitation roots"),
    (#"{"elicitation":{"url":{}},"sampling":{"tools":{}}}"#, "sampling"),
    (#"{"elicitation":null,"sampling":true}"#, ""),
    ("{}", ""), ("", ""),
  ])
  func onlyWhatIsDeclaredIsDeclared(_ capabilities: String, _ expected: String) async throws {
    var request = PluginBench.Request()
    request.capabilities = capabilities
    #expect(try await PluginBench(Declared.self).call("run", request).text == expected)
  }
}
