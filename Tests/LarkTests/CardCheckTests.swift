import JSON
import Testing

@testable import Lark

@Suite struct CardCheckTests {
  private func content(_ card: String) throws(LarkFailure) -> MessageContent {
    try MessageContent(text: nil, markdown: nil, card: .string(card))
  }

  @Test(arguments: [
    #"{"schema":"2.0","body":{"elements":[]}}"#,
    #"{"schema":"2.0","body":{"elements":[{"tag":"markdown","content":"a"}]}}"#,
    #"{"schema":"2.0","header":{"title":{"tag":"plain_text","content":"a"}}}"#,
    #"{"elements":[{"tag":"div"}],"config":{}}"#, #"{"header":{}}"#,
    #"{"i18n_elements":{"zh_cn":[{"tag":"div"}]}}"#,
    #"{"type":"template","data":{"template_id":"AAq"}}"#,
    #"{"type":"card","data":{"card_id":"7"}}"#,
  ])
  func takesCards(_ card: String) throws {
    let expected = try JSONValue(parsing: card).object
    #expect(try content(card) == .card(try #require(expected)))
  }

  @Test(arguments: [
    ("{", "card: not valid JSON"), ("[1]", "card: must be a JSON object."),
    ("{}", "card: write {\"schema\""), (#"{"nonsense":1}"#, "card: write {\"schema\""),
    (#"{"schema":"2.0"}"#, "card: write {\"schema\""),
    (#"{"schema":"2.0","elements":[]}"#, "card: schema 2.0 has its elements in body.elements."),
    (#"{"schema":"2.0","body":{}}"#, "card: body has no elements"),
    (#"{"schema":"2.0","body":{"elements":{"tag":"hr"}}}"#, "card: body.elements is a list"),
    (#"{"schema":"2.0","body":{"elements":[{"tag":"hr"},{}]}}"#, "card: body.elements[1] needs"),
    (#"{"body":{"elements":[]}}"#, "card: a card with a body needs \"schema\":\"2.0\"."),
    (#"{"elements":["a"]}"#, "card: elements[0] needs a tag"),
    (#"{"type":"template"}"#, "card: a template needs data.template_id."),
    (#"{"type":"template","data":{}}"#, "card: a template needs data.template_id."),
    (#"{"type":"card","data":{}}"#, "card: a card that exists needs data.card_id."),
    (#"{"type":"image","data":{}}"#, "card: type is"),
  ])
  func saysWhatIsWrong(_ card: String, _ words: String) {
    let error = failure { () throws(LarkFailure) in try content(card) }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "")")
  }
}
