extension APIError {
  /// The documented answer of that code, with what it is about.
  static func code(_ code: Int, _ about: String = "") -> APIError {
    let known = known[code]
    let message = known?.message ?? "error"
    return APIError(
      code, about.isEmpty ? message : "\(message), ext=\(about)", status: known?.status ?? 400)
  }

  private static let known: [Int: (status: Int, message: String)] = {
    var known: [Int: (status: Int, message: String)] = [:]
    for line in facts.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count > 1, let code = Int(words[0]), let status = Int(words[1]) else { continue }
      known[code] = (status, words.count > 2 ? String(words[2]) : "error")
    }
    return known
  }()
}
