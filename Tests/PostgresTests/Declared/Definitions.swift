import JSON
import Testing

@testable import Postgres

/// Files of tools, as tests write them.
enum Definitions {
  static func read(
    _ text: String, file: String = "tools.json"
  ) -> [Result<DeclaredDefinition, DeclaredProblem>] {
    do {
      return DefinitionReader(reserved: ["query"])
        .read(try DeclaredFile(name: file, bytes: Array(text.utf8)))
    } catch {
      return [.failure(error)]
    }
  }

  /// The only tool of a file, which must be right.
  static func one(_ text: String, file: String = "tools.json") throws -> DeclaredDefinition {
    let read = read(text, file: file)
    try #require(read.count == 1)
    return try read[0].get()
  }

  /// A tool with those members beside a name, a description and a statement.
  static func tool(_ members: String, statement: String = "SELECT 1") -> String {
    #"{"name": "t", "description": "d", "statement": "\#(statement)"\#(members)}"#
  }

  /// What is said of the only tool of a file, which must be wrong.
  static func problem(_ text: String) throws -> DeclaredProblem {
    let read = read(text)
    try #require(read.count == 1)
    guard case .failure(let problem) = read[0] else {
      Issue.record("\(text) was accepted")
      return DeclaredProblem(file: "", text: "")
    }
    return problem
  }

  static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }
}
