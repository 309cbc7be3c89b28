import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct ExportImportTests {
  private static let create = "POST /open-apis/drive/v1/export_tasks"
  private static let status = "GET /open-apis/drive/v1/export_tasks/77"
  private static let file = "GET /open-apis/drive/v1/export_tasks/file/box1/download"
  private static let done = HTTPResponse.data(
    #"{"result":{"job_status":0,"file_token":"box1","file_name":"周报","file_size":3}}"#)
  private static let running = HTTPResponse.data(#"{"result":{"job_status":2}}"#)
  private static let media = "POST /open-apis/drive/v1/medias/upload_all"
  private static let start = "POST /open-apis/drive/v1/import_tasks"
  private static let progress = "GET /open-apis/drive/v1/import_tasks/88"

  private func bench() throws -> Bench {
    let bench = try Bench()
    bench.transport.on(Self.create, .data(#"{"ticket":"77"}"#))
    bench.transport.on(Self.file, HTTPResponse(status: 200, body: Array("a,b".utf8)))
    return bench
  }

  private func export(_ bench: Bench, _ json: String) async throws -> ToolResult {
    try await ExportDoc(client: bench.client).run(try decoded(json), bench.context())
  }

  @Test func exportsOneSheet() async throws {
    let bench = try bench()
    bench.transport.on(Self.status, Self.running, Self.done)
    let result = try await export(
      bench, #"{"doc":"https://a.feishu.cn/sheets/shtcn1?sheet=s9","format":"csv"}"#)
    #expect(
      bench.transport.bodies(Self.create) == [
        ["file_extension": "csv", "token": "shtcn1", "type": "sheet", "sub_id": "s9"]
      ])
    #expect(
      bench.transport.requests(Self.status).map(\.query) == [
        ["token": "shtcn1"], ["token": "shtcn1"],
      ])
    #expect(bench.clock.sleeps.contains(500))
    #expect(
      result.parts[1]
        == .resource(uri: "lark://export/shtcn1.csv", text: "a,b", mediaType: "text/csv"))
    #expect(result.structured?["name"] == "周报.csv")
  }

  @Test func aLongExportGoesOnLater() async throws {
    let bench = try bench()
    bench.transport.on(Self.status, Self.running)
    let result = try await export(bench, #"{"doc":"doc1"}"#)
    #expect(result.structured?["ticket"] == "77")
    bench.transport.on(Self.status, Self.done)
    let later = try await export(bench, #"{"doc":"doc1","ticket":77}"#)
    #expect(later.words.hasPrefix("\"周报.docx\""))
    #expect(bench.transport.requests(Self.create).count == 1)
  }

  @Test func saysWhyAnExportFailed() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.status, .data(#"{"result":{"job_status":110,"job_error_msg":"no permission"}}"#))
    let error = await failure { () async throws(LarkFailure) in
      try await ExportDoc(client: bench.client).run(.init(doc: "doc1"), bench.context())
    }
    #expect(error?.words.contains("status 110: no permission") == true)
  }

  @Test func whatIsTooLargeIsNotFetched() async throws {
    let bench = try bench()
    bench.transport.on(
      Self.status,
      .data(#"{"result":{"job_status":0,"file_token":"box1","file_size":99999999}}"#))
    let result = try await export(bench, #"{"doc":"doc1","format":"pdf"}"#)
    #expect(result.words.contains("more than fits here"))
    #expect(bench.transport.requests(Self.file).isEmpty)
  }

  @Test(arguments: [
    (#"{"doc":"doc1","format":"odt"}"#, "format: one of"),
    (#"{"doc":"doc1","format":"csv"}"#, "format: a docx is exported"),
    (#"{"doc":"shtcn1","format":"csv"}"#, "sheet: csv holds"),
    (#"{"doc":"shtcn1","sheet":"s1"}"#, "sheet: only csv holds one sheet"),
    (#"{"doc":"shtcn1","sheet":"s1","format":"xlsx"}"#, "sheet: only csv holds one sheet"),
    (#"{"doc":"boxcn1"}"#, "doc: Lark exports"),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try bench()
    let arguments: ExportDocArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await ExportDoc(client: bench.client).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func imports() async throws {
    let bench = try Bench()
    bench.transport.on(Self.media, .data(#"{"file_token":"boxM"}"#))
    bench.transport.on(Self.start, .data(#"{"ticket":"88"}"#))
    bench.transport.on(
      Self.progress, .data(#"{"result":{"job_status":1}}"#),
      .data(#"{"result":{"job_status":0,"token":"doc9","url":"https://a.cn/docx/doc9"}}"#))
    let result = try await ImportFile(client: bench.client).run(
      try decoded(#"{"base64":"IyDkvaDlpb0=","name":"笔记.md","folder":"fldcn1"}"#),
      bench.context())
    let form = String(decoding: bench.transport.requests(Self.media)[0].body, as: UTF8.self)
    #expect(form.contains("ccm_import_open"))
    #expect(form.contains(#"{"obj_type":"docx","file_extension":"md"}"#))
    #expect(!form.contains("parent_node"))
    #expect(
      bench.transport.bodies(Self.start) == [
        [
          "file_extension": "md", "type": "docx", "file_token": "boxM", "file_name": "笔记",
          "point": ["mount_type": 1, "mount_key": "fldcn1"],
        ]
      ])
    #expect(result.structured?["token"] == "doc9")
  }

  /// Lark compares the ending of the name with the one that it is told, and knows small ones only.
  @Test func importsUnderANameWithASmallEnding() async throws {
    let bench = try Bench()
    bench.transport.on(Self.media, .data(#"{"file_token":"boxM"}"#))
    bench.transport.on(Self.start, .data(#"{"ticket":"88"}"#))
    bench.transport.on(Self.progress, .data(#"{"result":{"job_status":0,"token":"doc9"}}"#))
    _ = try await ImportFile(client: bench.client).run(
      try decoded(#"{"base64":"YQ==","name":"A.B.MD"}"#), bench.context())
    let form = String(decoding: bench.transport.requests(Self.media)[0].body, as: UTF8.self)
    #expect(form.contains("name=\"file_name\"\r\n\r\nA.B.md\r\n"))
    #expect(form.contains("filename=\"A.B.md\""))
    let body = bench.transport.bodies(Self.start)[0]
    #expect(body["file_extension"] == "md")
    #expect(body["file_name"] == "A.B")
  }

  @Test(arguments: [
    (#"{"base64":"YQ==","name":"a.exe"}"#, "name: Lark imports"),
    (#"{"base64":"YQ==","name":"a.md","kind":"sheet"}"#, "kind: a .md"),
  ])
  func importRefusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let arguments: ImportFileArguments = try decoded(json)
    let error = await failure { () async throws(LarkFailure) in
      try await ImportFile(client: bench.client).run(arguments, bench.context())
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "no error")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellTroubles() async throws {
    try await Troubles(
      route: Self.create, answer: .data(#"{"ticket":"77"}"#),
      others: [(Self.status, Self.done), (Self.file, HTTPResponse(status: 200, body: [1]))]
    ) { (bench, context) throws(LarkFailure) in
      try await ExportDoc(client: bench.client).run(.init(doc: "doc1"), context)
    }.check()
    try await Troubles(
      route: Self.start, answer: .data(#"{"ticket":"88"}"#),
      others: [
        (Self.media, .data(#"{"file_token":"b"}"#)),
        (Self.progress, .data(#"{"result":{"job_status":0}}"#)),
      ]
    ) { (bench, context) throws(LarkFailure) in
      try await ImportFile(client: bench.client).run(
        .init(base64: "YQ==", name: "a.md"), context)
    }.check()
  }
}
