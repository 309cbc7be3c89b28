/// Inline code in Markdown (CommonMark section 6.1): between as many backticks as before it.
enum MarkdownCode {
  /// Changes what stands outside of inline code.
  static func outside(_ text: String, _ change: (String) -> String) -> String {
    guard text.utf8.contains(0x60) else { return change(text) }
    var (result, start) = ("", text.startIndex)
    for span in spans(text) {
      result += change(String(text[start..<span.lowerBound])) + text[span]
      start = span.upperBound
    }
    return result + change(String(text[start...]))
  }

  /// With their marks, in order; in time that grows with the length of the text only.
  static func spans(_ text: String) -> [Range<String.Index>] {
    let runs = runs(text)
    var places: [Int: [Int]] = [:]
    for (place, run) in runs.enumerated().reversed() {
      places[run.length, default: []].append(place)
    }
    var (spans, next): ([Range<String.Index>], Int) = ([], 0)
    for (place, run) in runs.enumerated() where place >= next && !run.isEscaped {
      while let first = places[run.length]?.last, first <= place {
        places[run.length]?.removeLast()
      }
      guard let close = places[run.length]?.last else { continue }
      spans.append(run.range.lowerBound..<runs[close].range.upperBound)
      next = close + 1
    }
    return spans
  }

  /// Backticks in a row. One with a backslash before it opens nothing.
  private struct Run {
    var range: Range<String.Index>
    var length: Int
    var isEscaped: Bool
  }

  private static func runs(_ text: String) -> [Run] {
    var (runs, index, isEscaped): ([Run], String.Index, Bool) = ([], text.startIndex, false)
    while index < text.endIndex {
      guard text[index] == "`" else {
        isEscaped = text[index] == "\\" && !isEscaped
        index = text.index(after: index)
        continue
      }
      let run = text[index...].prefix { $0 == "`" }
      runs.append(
        Run(range: index..<run.endIndex, length: run.count, isEscaped: isEscaped))
      (index, isEscaped) = (run.endIndex, false)
    }
    return runs
  }
}
