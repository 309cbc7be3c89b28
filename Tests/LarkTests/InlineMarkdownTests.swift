import JSON
import Testing

@testable import Lark

@Suite struct InlineMarkdownTests {
  private static func run(_ text: String, _ style: String = "{}") -> JSONValue {
    let style = (try? JSONValue(parsing: style)) ?? [:]
    return ["text_run": ["content": .string(text), "text_element_style": style]]
  }

  /// Both ways.
  @Test(
    arguments: [
      ([run("plain 中文 👩‍💻 text")], "plain 中文 👩‍💻 text"),
      ([run("a "), run("bold", #"{"bold":true}"#), run(" c")], "a **bold** c"),
      ([run("斜体", #"{"italic":true}"#), run("。")], "*斜体*。"),
      ([run("粗斜", #"{"bold":true,"italic":true}"#)], "***粗斜***"),
      ([run("gone", #"{"strikethrough":true}"#)], "~~gone~~"),
      ([run("under", #"{"underline":true}"#)], "<u>under</u>"),
      ([run("let a = `b`", #"{"inline_code":true}"#)], "`` let a = `b` ``"),
      (
        [run("site", #"{"bold":true,"link":{"url":"https%3A%2F%2Fa.cn%2Fx%3Fb%3D1"}}"#)],
        "[**site**](https://a.cn/x?b=1)"
      ),
      ([run("2 * 3 * 4 [x] a_b _c C:\\d")], "2 \\* 3 \\* 4 \\[x\\] a_b \\_c C:\\\\d"),
      ([run("one\ntwo")], "one<br>two"),
      ([run("a <b> & $5 and $6")], "a \\<b> & \\$5 and \\$6"),
      (
        [run("Hi "), ["mention_user": ["user_id": "ou_1", "text_element_style": [:]]]],
        "Hi <at user_id=\"ou_1\"></at>"
      ),
      (
        [["equation": ["content": "x^2 + 1", "text_element_style": [:]]], run(" is it")],
        "$x^2 + 1$ is it"
      ),
    ] as [([JSONValue], String)])
  func goesBothWays(_ elements: [JSONValue], _ markdown: String) {
    #expect(InlineText.markdown(elements) == markdown)
    #expect(InlineParser.elements(markdown) == elements)
  }

  @Test func marksStandInsideOfSpaces() {
    let elements = [Self.run("a", #"{"bold":true}"#), Self.run(" b ", #"{"bold":true}"#)]
    #expect(InlineText.markdown(elements) == "**a b** ")
  }

  @Test func whatMarkdownCannotCarryIsALinkAndTold() {
    let elements: [JSONValue] = [
      Self.run("due "), ["reminder": ["create_user_id": "ou_1"]],
      ["mention_doc": ["title": "Plan", "url": "https%3A%2F%2Fa.cn%2Fdocx%2Fd1"]],
    ]
    #expect(
      InlineText.markdown(elements)
        == "due [reminder](lark://reminder/ou_1)[Plan](https://a.cn/docx/d1)")
    #expect(InlineText.unportable(elements) == ["reminder"])
  }

  @Test(arguments: [
    ("2 ** 3 **", "2 ** 3 **"), ("a*b", "a*b"), ("[x] y", "[x] y"), ("[a](b c)", "[a](b c)"),
    ("$5 or $ 6", "$5 or $ 6"), ("`open", "`open"), ("<u>open", "<u>open"),
    ("snake_case_x", "snake_case_x"),
    ("<at id=1></at>", "<at id=1></at>"), ("\\", "\\"), ("", ""), ("a\nb", "a b"),
  ])
  func leavesTheRestAsItIs(_ markdown: String, _ text: String) {
    #expect(InlineParser.elements(markdown) == [Self.run(text)])
  }

  @Test func deepAndUnclosedMarksEnd() {
    let deep = String(repeating: "**a *b ", count: 2_000)
    #expect(!InlineParser.elements(deep).isEmpty)
    let open = String(repeating: "[", count: 3_000) + String(repeating: "`", count: 3_000)
    #expect(InlineText.plain(InlineParser.elements(open)) == open)
  }
}
