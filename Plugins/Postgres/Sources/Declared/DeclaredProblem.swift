internal import JSON

/// What is wrong with a declared tool, and where that is written.
struct DeclaredProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name of the file in the folder of tools.
  var file: String
  /// From 1, as an editor counts them; nil where the file as a whole is meant.
  var line: Int?
  var column: Int?
  /// Nil where no tool could be made out.
  var tool: String?
  /// One sentence without its full stop.
  var text: String
  /// Whether the tool is listed all the same, because its database could not be asked.
  var isListed = false

  /// `orders.json:12:17: tool "order": ...`
  var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if line != nil, let column { place += ":\(column)" }
    return place + ": " + (tool.map { "tool \"\($0)\": " } ?? "") + text
  }
}

extension DeclaredProblem {
  /// `{"file", "line", "column", "tool", "problem", "listed"}`, without what is not known.
  var json: JSONValue {
    var json: JSONObject = ["file": .string(file)]
    if let line { json["line"] = .integer(line) }
    if let column { json["column"] = .integer(column) }
    if let tool { json["tool"] = .string(tool) }
    json["problem"] = .string(text)
    json["listed"] = .bool(isListed)
    return .object(json)
  }
}
