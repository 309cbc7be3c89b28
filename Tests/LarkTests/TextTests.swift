import Testing

@testable import Lark

@Suite struct TextTests {
  @Test func putsTextOnOneLine() {
    #expect(singleLine("  a\n\tb \r\n c  ", limit: 10) == "a b c")
    #expect(singleLine("中文👩‍💻字", limit: 3) == "中文👩‍💻…")
    #expect(singleLine("a\u{0}\u{1b}[31mb", limit: 20) == "a [31mb")
    #expect(singleLine("", limit: 3) == "")
  }

  @Test func findsAndReplaces() {
    #expect(replacing("aa", in: "aaaaab", with: "x") == "xxab")
    #expect(replacing("", in: "abc", with: "x") == "abc")
    #expect(replacing("世", in: "你世世好", with: "-") == "你--好")
    #expect(firstRange(of: "zz", in: "abc") == nil)
  }

  @Test func encodesForURLs() {
    #expect(percentEncoded("a-Z_0.9~") == "a-Z_0.9~")
    #expect(percentEncoded("a b/?&=+@世") == "a%20b%2F%3F%26%3D%2B%40%E4%B8%96")
  }
}
