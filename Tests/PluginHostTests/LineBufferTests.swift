import Testing

@testable import PluginHost

@Suite struct LineBufferTests {
  private func lines(_ chunks: [String]) -> [String] {
    var buffer = LineBuffer()
    var lines: [String] = []
    for chunk in chunks {
      lines += Array(chunk.utf8).withUnsafeBytes { buffer.append($0) }
    }
    return lines + buffer.finish()
  }

  @Test func cutsLinesWhereverTheBytesAreSplit() {
    #expect(lines(["one\ntw", "o\r\n\n", "three"]) == ["one", "two", "three"])
  }

  @Test func cutsALineThatIsTooLong() {
    let long = String(repeating: "x", count: LineBuffer.maximumLineBytes + 5)
    #expect(lines([long]).map(\.count) == [LineBuffer.maximumLineBytes, 5])
  }
}
