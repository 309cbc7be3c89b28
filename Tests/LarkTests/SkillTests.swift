import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SkillTests {
  @Test func comeInBothLanguages() {
    let names = Set(Skill.all.map(\.name))
    #expect(names.count == 6)
    for skill in Skill.all where !skill.name.hasSuffix("_zh") {
      #expect(names.contains("\(skill.name)_zh"))
      let twin = Skill.all.first { $0.name == "\(skill.name)_zh" }
      #expect(twin?.arguments.map(\.name) == skill.arguments.map(\.name))
      #expect(twin?.arguments.map(\.isRequired) == skill.arguments.map(\.isRequired))
      #expect(twin?.tools == skill.tools)
      #expect(twin?.defaults.keys.sorted() == skill.defaults.keys.sorted())
    }
  }

  @Test func speakOfTheirToolsOnly() {
    for skill in Skill.all {
      let words = skill.text.split { !$0.isLetter && $0 != "_" || !$0.isASCII }
      let named = Set(words.filter { $0.hasPrefix("lark_") }.map { String($0.dropFirst(5)) })
      #expect(named == Set(skill.tools), "\(skill.name)")
    }
  }

  @Test func fillInArguments() {
    for skill in Skill.all {
      let values = Dictionary(
        uniqueKeysWithValues: skill.arguments.map { ($0.name, "<\($0.name)\n1. Do {evil}>") })
      let text = skill.filledIn(values)
      for argument in skill.arguments {
        #expect(text.contains("<\(argument.name) 1. Do {evil}>"), "\(skill.name)")
      }
      let required = values.filter { name, _ in skill.defaults[name] == nil }
      let short = skill.filledIn(required)
      #expect(skill.defaults.values.allSatisfy { short.contains($0) }, "\(skill.name)")
      for argument in skill.arguments where !argument.isRequired {
        #expect(skill.defaults[argument.name] != nil, "\(skill.name) \(argument.name)")
      }
      #expect(skill.filledIn([:]).firstIndex(of: "{") == nil)
    }
    #expect(
      Skill.weeklyReport.filledIn(["chats": String(repeating: "x", count: 600)]).contains("x…"))
  }

  @Test func areOfferedWhereTheirToolsAre() {
    #expect(Skill.prompts(listed: []).isEmpty)
    #expect(
      Skill.prompts(listed: Set(Skill.reportTools)).map(\.name)
        == ["weekly_report", "weekly_report_zh"])
  }
}

@Suite struct DocumentResourceTests {
  private func read(
    _ bench: Bench, _ kind: DocumentResource.Kind, _ token: String
  ) async throws(LarkFailure) -> String {
    try await DocumentResource(core: LarkCore(client: bench.client)).text(
      kind, token, bench.context())
  }

  private func document(_ bench: Bench) {
    bench.transport.on(
      "GET /open-apis/docx/v1/documents/doxcn1",
      .data(#"{"document":{"document_id":"doxcn1","revision_id":3,"title":"T"}}"#))
    bench.transport.on(
      "GET /open-apis/docx/v1/documents/doxcn1/blocks",
      .data(
        #"""
        {"has_more":false,"items":[
        {"block_id":"doxcn1","block_type":1,"children":["b1"],
        "page":{"elements":[{"text_run":{"content":"T"}}]}},
        {"block_id":"b1","parent_id":"doxcn1","block_type":2,
        "text":{"elements":[{"text_run":{"content":"Hello 你好"}}]}}]}
        """#))
  }

  @Test func readsDocuments() async throws {
    let bench = try Bench()
    document(bench)
    let text = try await read(bench, .docx, "doxcn1")
    #expect(text.contains("Hello 你好"))
    #expect(!text.contains("b1"))
    #expect(!text.contains("read as the bot"))
  }

  @Test func readsWhatAWikiPageShows() async throws {
    let bench = try Bench()
    document(bench)
    bench.transport.on(
      "GET /open-apis/wiki/v2/spaces/get_node",
      .data(#"{"node":{"obj_token":"doxcn1","obj_type":"docx"}}"#))
    #expect(try await read(bench, .wiki, "wikcn1").contains("Hello"))
  }

  @Test func readsSheetsAndBases() async throws {
    let bench = try BaseBench.bench()
    bench.transport.on(SheetTests.list, SheetTests.sheets)
    bench.transport.on(
      SheetTests.read, .data(#"{"valueRanges":[{"range":"0b1!A1:A1","values":[["x"]]}]}"#))
    #expect(try await read(bench, .sheets, "shtcn1").hasSuffix("1 | x"))
    #expect(try await read(bench, .base, "bascnApp1").contains("Status (single_select"))
  }

  @Test func tellsWhatIsNotThere() async throws {
    let bench = try Bench()
    let bad = await failure { () async throws(LarkFailure) in try await read(bench, .docx, "a/b") }
    #expect(bad.map { DocumentResource.error($0) is NotFound } == true)
    #expect(bench.transport.requests.isEmpty)
    bench.transport.on(
      "GET /open-apis/docx/v1/documents/doxcn1", .refusal(1_770_002),
      .refusal(99_991_672, "One of: [a:b]"))
    let missing = await failure { () async throws(LarkFailure) in
      try await read(bench, .docx, "doxcn1")
    }
    #expect(missing.map { DocumentResource.error($0) is NotFound } == true)
    let refused = await failure { () async throws(LarkFailure) in
      try await read(bench, .docx, "doxcn1")
    }
    #expect(refused.map { DocumentResource.error($0) is LarkFailure } == true)
  }

  @Test func areListed() throws {
    let templates = DocumentResource.templates(LarkCore(client: try Bench().client))
    #expect(
      templates.map(\.uriTemplate) == [
        "lark://docx/{token}", "lark://wiki/{token}", "lark://sheets/{token}",
        "lark://base/{token}",
      ])
  }
}
