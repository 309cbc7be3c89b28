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

  /// Runs that touch: what Markdown has no marks for is written with tags, and read back.
  @Test(
    arguments: [
      (
        [run("x", #"{"bold":true,"italic":true}"#), run("y", #"{"bold":true}"#)],
        "**<i>x</i>y**"
      ),
      ([run("粗", #"{"bold":true}"#), run("斜", #"{"italic":true}"#)], "**粗**<i>斜</i>"),
      (
        [
          run("a", #"{"bold":true}"#), run("b", #"{"bold":true,"italic":true}"#),
          run("c", #"{"bold":true}"#),
        ], "**a*b*c**"
      ),
      ([run("注意：", #"{"bold":true}"#), run("内容")], "<b>注意：</b>内容"),
      ([run("注意", #"{"bold":true}"#), run("：内容")], "**注意**：内容"),
      ([run("a"), run("“b”", #"{"italic":true}"#)], "a<i>“b”</i>"),
      ([run("x~", #"{"strikethrough":true}"#)], "~~x\\~~~"),
      ([run("~"), run("x", #"{"strikethrough":true}"#)], "\\~<s>x</s>"),
      ([run("a</u>b", #"{"underline":true}"#)], "<u>a\\</u>b</u>"),
      ([run("</b>“", #"{"bold":true}"#), run("c")], "<b>\\</b>“</b>c"),
      ([run("    ", #"{"underline":true}"#)], "<u>    </u>"),
      (
        [run("($，"), run("b", #"{"bold":true}"#), run("，c)$")],
        "(\\$，**b**，c)\\$"
      ),
      ([run("5"), run("a[b", #"{"inline_code":true,"link":{"url":"u"}}"#)], "5[`a[b`](u)"),
      ([run("$5"), run("x", #"{"link":{"url":"a%24"}}"#)], "\\$5[x](a$)"),
      (
        [run("a", #"{"bold":true}"#), run("b", #"{"bold":true,"link":{"url":"x%2A%2Ay"}}"#)],
        "**a[b](x**y)**"
      ),
      ([run("!"), run("x", #"{"link":{"url":"u"}}"#)], "\\![x](u)"),
      (
        [
          ["equation": ["content": "x", "text_element_style": [:]]],
          ["equation": ["content": "y", "text_element_style": [:]]], run("5"),
        ], "$x$<equation>y</equation>5"
      ),
      (
        [
          run("做", #"{"strikethrough":true}"#),
          ["mention_user": ["user_id": "ou_1", "text_element_style": ["strikethrough": true]]],
        ], "~~做<at user_id=\"ou_1\"></at>~~"
      ),
    ] as [([JSONValue], String)])
  func touchingRunsGoBothWays(_ elements: [JSONValue], _ markdown: String) {
    #expect(InlineText.markdown(elements) == markdown)
    #expect(InlineParser.elements(markdown) == elements)
  }

  @Test func codeOfSeveralLinesIsCodeLineByLine() {
    let elements = [Self.run("a\n b", #"{"inline_code":true}"#)]
    #expect(InlineText.markdown(elements) == "`a`<br> `b`")
  }

  @Test func tagsOfOthersAreRead() {
    #expect(
      InlineParser.elements("<strong>a</strong><em>b</em><del>c</del><b>open") == [
        Self.run("a", #"{"bold":true}"#), Self.run("b", #"{"italic":true}"#),
        Self.run("c", #"{"strikethrough":true}"#), Self.run("<b>open"),
      ])
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
