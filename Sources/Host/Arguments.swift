/// Why the command line is refused, in one sentence.
struct UsageError: Error, Equatable, CustomStringConvertible {
  let description: String
}

/// The words after a command's name: `--name value`, `--name=value`, flags and operands.
struct Arguments: Equatable {
  /// The last value of each option.
  private(set) var values: [String: String] = [:]
  /// All values of each option, in their order.
  private(set) var allValues: [String: [String]] = [:]
  private(set) var flags: Set<String> = []
  private(set) var operands: [String] = []

  /// - Parameters:
  ///   - valued: names of options that take a value, without the hyphens.
  ///   - flags: names of those that do not.
  init(_ words: [String], valued: [String], flags known: [String]) throws(UsageError) {
    var rest = words[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--"), word != "--" else {
        operands += word == "--" ? Array(rest) : [word]
        if word == "--" { return }
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
      let name = parts.first ?? ""
      if valued.contains(name) {
        guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
          throw UsageError(description: "--\(name) needs a value")
        }
        values[name] = value
        allValues[name, default: []].append(value)
      } else if known.contains(name), parts.count == 1 {
        flags.insert(name)
      } else {
        let hint = Spelling.suggestion(
          for: "--\(name)", among: (valued + known).map { "--\($0)" })
        throw UsageError(description: "--\(name) is no option here\(hint)")
      }
    }
  }

  func requireOperands(_ count: ClosedRange<Int>, _ what: String) throws(UsageError) {
    guard count.contains(operands.count) else {
      throw UsageError(description: "this command takes \(what)")
    }
  }
}
