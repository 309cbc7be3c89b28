import JSON
import PluginKit
import Testing

@testable import Lark

/// Wrong arguments of every tool: told in a line that names the argument, and never sent.
@Suite struct BadInputCoverageTests {
  /// Arguments that mention ids and are none: a text, or what is looked for by name or in its
  /// document.
  private static let alsoWords: Set<String> = [
    "send_message.text", "list_mail.folder", "append_doc.after", "append_doc.before",
    "read_doc.block", "edit_doc.blocks", "export_doc.sheet",
  ]
  /// One cell may stand for rows of cells, and may be empty.
  private static let anyValue: Set<String> = [
    "write_sheet.values", "append_to_sheet.values", "create_sheet.values",
  ]

  private struct Argument {
    let name: String
    let schema: JSONValue
    let isRequired: Bool

    var isID: Bool {
      let words = (schema["description"]?.string ?? "").lowercased()
        .split { !$0.isLetter && $0 != "_" && $0 != "." }
      let names: Set<Substring> = ["name", "names", "title"]
      return words.contains { Argument.marks.contains(String($0)) }
        && !words.contains(where: names.contains)
    }

    private static let marks: Set<String> = [
      "id", "ids", "link", "links", "token", "code", "om_...", "ou_...", "oc_...",
    ]
  }

  private func arguments(_ row: CoverageRow) throws -> [Argument] {
    let tool = try CoverageBench(ScriptedTransport()).tool(row.tool)
    let schema = tool.tool.input.json
    let required = (schema["required"]?.array ?? []).compactMap(\.string)
    return (schema["properties"]?.object?.members ?? []).map {
      Argument(name: $0.key, schema: $0.value, isRequired: required.contains($0.key))
    }
  }

  /// The error's words where the argument has that value, after a look at whether anything left.
  private func words(
    _ row: CoverageRow, _ name: String, _ value: JSONValue?
  ) async throws -> String? {
    let transport = row.transport()
    var changed = try #require(row.arguments.object)
    changed[name] = value
    let outcome = try await CoverageBench(transport).outcome(row, .object(changed))
    #expect(transport.requests.isEmpty, "\(row.tool).\(name) = \(value ?? "absent") was sent")
    guard let words = outcome.failureWords else { return nil }
    return words
  }

  private func check(_ row: CoverageRow, _ name: String, _ value: JSONValue?) async throws {
    let words = try await words(row, name, value)
    let place: Comment = "\(row.tool).\(name) = \(value ?? "absent"): \(words ?? "no error")"
    #expect(words?.contains(name) == true, place)
    #expect(words?.contains { $0.isNewline } == false, place)
  }

  @Test(arguments: CoverageRow.all) func requiredArgumentsAreMissed(
    _ row: CoverageRow
  ) async throws {
    for argument in try arguments(row) where argument.isRequired {
      try await check(row, argument.name, nil)
      guard !Self.anyValue.contains("\(row.tool).\(argument.name)") else { continue }
      try await check(row, argument.name, .null)
    }
  }

  @Test(arguments: CoverageRow.all) func wrongTypesAreRefused(_ row: CoverageRow) async throws {
    for argument in try arguments(row)
    where !Self.anyValue.contains("\(row.tool).\(argument.name)") {
      let isFlag = argument.schema["type"] == "boolean"
      try await check(row, argument.name, isFlag ? "perhaps" : false)
    }
  }

  @Test(arguments: CoverageRow.all) func nonsenseIsNoID(_ row: CoverageRow) async throws {
    for argument in try arguments(row) where argument.isID {
      guard !Self.alsoWords.contains("\(row.tool).\(argument.name)") else { continue }
      try await check(row, argument.name, "no such thing / at all?")
    }
  }
}
