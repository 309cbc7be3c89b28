import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct DriveToolTests {
  private static let list = "GET /open-apis/drive/v1/files"
  private static let upload = "POST /open-apis/drive/v1/files/upload_all"
  private static let root = "GET /open-apis/drive/explorer/v2/root_folder/meta"
  private static let download = "GET /open-apis/drive/v1/files/boxcn1/download"
  private static let folder = "POST /open-apis/drive/v1/files/create_folder"
  private static let copy = "POST /open-apis/drive/v1/files/doc1/copy"
  private static let metas = "POST /open-apis/drive/v1/metas/batch_query"

  private func words(
    _ run: () async throws(LarkFailure) -> ToolResult
  ) async -> String {
    await failure { () async throws(LarkFailure) in try await run() }?.words ?? "no error"
  }

  @Test func listsAFolder() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.list,
      .data(
        #"""
        {"files":[{"token":"d1","type":"docx","name":"周报\nfake","url":"https://a.cn/docx/d1",
        "modified_time":"1772000000"}],"has_more":true,"next_page_token":"n"}
        """#))
    let result = try await ListFiles(client: bench.client).run(
      try decoded(#"{"folder":"https://a.feishu.cn/drive/folder/fldcn1","limit":1}"#),
      bench.context())
    #expect(
      result.words == """
        1 entry of the folder fldcn1, read as the bot.
        - 周报 fake (docx, changed 2026-02-25) https://a.cn/docx/d1
        More: page_token "n".
        """)
    #expect(
      bench.transport.requests(Self.list)[0].query == ["page_size": "1", "folder_token": "fldcn1"])
  }

  @Test func uploadsToTheTopmostFolder() async throws {
    let bench = try Bench()
    bench.transport.on(Self.root, .data(#"{"token":"fldRoot"}"#))
    bench.transport.on(Self.upload, .data(#"{"file_token":"boxcn9"}"#))
    let result = try await UploadFile(client: bench.client).run(
      try decoded(#"{"base64":"aGVsbG8=","name":"问候.txt"}"#), bench.context())
    let form = String(decoding: bench.transport.requests(Self.upload)[0].body, as: UTF8.self)
    for part in [
      "name=\"file_name\"\r\n\r\n问候.txt\r\n", "name=\"parent_type\"\r\n\r\nexplorer\r\n",
      "name=\"parent_node\"\r\n\r\nfldRoot\r\n", "name=\"size\"\r\n\r\n5\r\n", "\r\n\r\nhello\r\n",
    ] {
      #expect(form.contains(part), "\(part)")
    }
    #expect(result.structured?["file_token"] == "boxcn9")
  }

  @Test func downloadsTextAndBytes() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.download,
      HTTPResponse(
        status: 200,
        fields: [
          HTTPField("Content-Type", "application/octet-stream"),
          HTTPField("Content-Disposition", "attachment; filename=\"a.txt\""),
        ], body: Array("你好".utf8)))
    let downloader = DownloadFile(client: bench.client)
    let text = try await downloader.run(
      DownloadFileArguments(file: "https://a.feishu.cn/file/boxcn1"), bench.context())
    #expect(
      text.parts[1] == .resource(uri: "lark://file/boxcn1", text: "你好", mediaType: "text/plain"))
    let media = "GET /open-apis/drive/v1/medias/boxI/download"
    bench.transport.on(
      media,
      HTTPResponse(status: 200, fields: [HTTPField("Content-Type", "image/png")], body: [1, 2]))
    let image = try await downloader.run(
      DownloadFileArguments(file: "lark://image/boxI"), bench.context())
    #expect(image.parts[1] == .image([1, 2], mediaType: "image/png"))
    #expect(bench.transport.requests(media)[0].responseLimitBytes == FileOutput.maximumBytes)
  }

  @Test func whatIsTooLargeStaysWhereItIs() async throws {
    let bench = try Bench()
    bench.transport.on(Self.download, failing: HTTPFailure(.tooLarge, "too large"))
    let result = try await DownloadFile(client: bench.client).run(
      DownloadFileArguments(file: "boxcn1"), bench.context())
    #expect(result.words.contains("larger than 5120 KB"))
  }

  @Test func createsCopiesMovesAndDeletes() async throws {
    let bench = try Bench()
    bench.transport.on(Self.folder, .data(#"{"token":"fldcn2","url":"https://a.cn/f"}"#))
    bench.transport.on(Self.copy, .data(#"{"file":{"token":"d9","url":"https://a.cn/docx/d9"}}"#))
    _ = try await CreateFolder(client: bench.client).run(
      try decoded(#"{"name":"归档","folder":"fldcn1"}"#), bench.context())
    #expect(bench.transport.bodies(Self.folder) == [["name": "归档", "folder_token": "fldcn1"]])
    let copied = try await CopyFile(client: bench.client).run(
      try decoded(#"{"file":"doc1","name":"B","folder":"fldcn1"}"#), bench.context())
    #expect(
      bench.transport.bodies(Self.copy) == [
        ["name": "B", "type": "docx", "folder_token": "fldcn1"]
      ])
    #expect(copied.structured?["token"] == "d9")
    let move = "POST /open-apis/drive/v1/files/fldcn2/move"
    let check = "GET /open-apis/drive/v1/files/task_check"
    bench.transport.on(move, .data(#"{"task_id":"12"}"#))
    bench.transport.on(
      check, .data(#"{"status":"process"}"#), .data(#"{"status":"success"}"#))
    let keeper = ManageFile(client: bench.client)
    let moved = try await keeper.run(
      try decoded(#"{"file":"fldcn2","action":"move","folder":"fldcn1"}"#), bench.context())
    #expect(bench.transport.bodies(move) == [["type": "folder", "folder_token": "fldcn1"]])
    #expect(bench.transport.requests(check)[0].query == ["task_id": "12"])
    #expect(moved.structured?["state"] == "done")
    let delete = "DELETE /open-apis/drive/v1/files/s1"
    bench.transport.on(delete, .data("{}"))
    _ = try await keeper.run(
      try decoded(#"{"file":"sheet:s1","action":"delete"}"#), bench.context())
    #expect(bench.transport.requests(delete)[0].query == ["type": "sheet"])
  }

  @Test func tellsAboutFiles() async throws {
    let bench = try Bench()
    bench.transport.on(
      Self.metas,
      .data(
        #"""
        {"metas":[{"doc_token":"doc1","doc_type":"docx","title":"周报","owner_id":"ou_1",
        "create_time":"1772000000","url":"https://a.cn/docx/doc1"}],
        "failed_list":[{"token":"x1","code":970003}]}
        """#))
    let result = try await FileInfo(core: LarkCore(client: bench.client)).run(
      try decoded(#"{"files":["doc1","file:x1"]}"#), bench.context())
    #expect(
      result.words == """
        - 周报 (docx doc1) https://a.cn/docx/doc1 owner ou_1, created 2026-02-25T14:13:20+08:00
        - x1: not shared with whoever asks.
        Read as the bot.
        """)
    #expect(
      bench.transport.bodies(Self.metas) == [
        [
          "with_url": true,
          "request_docs": [
            ["doc_token": "doc1", "doc_type": "docx"], ["doc_token": "x1", "doc_type": "file"],
          ],
        ]
      ])
  }

  @Test func refuseBadInputUnasked() async throws {
    let bench = try Bench()
    let client = bench.client
    let context = bench.context()
    let uploads = [
      (#"{}"#, "file: write"), (#"{"base64":"%","name":"a"}"#, "base64: not valid base64"),
      (#"{"base64":"YQ=="}"#, "name: write"), (#"{"file":"ftp://a/b"}"#, "file: an address"),
      (#"{"file":"a/b.txt"}"#, "file: no folder is open"),
      (#"{"file":"https://a.cn/b","folder":"oc_1"}"#, "folder: write"),
    ]
    for (json, start) in uploads {
      let arguments: UploadFileArguments = try decoded(json)
      let words = await words { () async throws(LarkFailure) in
        try await UploadFile(client: client).run(arguments, context)
      }
      #expect(words.hasPrefix(start), "\(words)")
    }
    let managed = [
      (#"{"file":"doc1","action":"copy"}"#, "action:"),
      (#"{"file":"doc1","action":"move"}"#, "folder:"),
      (#"{"file":"doc1","action":"delete","folder":"fldcn1"}"#, "folder:"),
      (#"{"file":"wikcn1","action":"delete"}"#, "file: Lark does not do that"),
    ]
    for (json, start) in managed {
      let arguments: ManageFileArguments = try decoded(json)
      let words = await words { () async throws(LarkFailure) in
        try await ManageFile(client: client).run(arguments, context)
      }
      #expect(words.hasPrefix(start), "\(words)")
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func refuseOtherBadInputUnasked() async throws {
    let bench = try Bench()
    let client = bench.client
    let context = bench.context()
    let others: [(String, () async throws(LarkFailure) -> ToolResult)] = [
      (
        "folder:",
        { () async throws(LarkFailure) in
          try await ListFiles(client: client).run(.init(folder: "a b"), context)
        }
      ),
      (
        "file:",
        { () async throws(LarkFailure) in
          try await DownloadFile(client: client).run(.init(file: "shtcn1"), context)
        }
      ),
      (
        "name:",
        { () async throws(LarkFailure) in
          try await CreateFolder(client: client).run(.init(name: " "), context)
        }
      ),
      (
        "name:",
        { () async throws(LarkFailure) in
          try await CopyFile(client: client).run(.init(file: "doc1", name: ""), context)
        }
      ),
    ]
    for (start, run) in others {
      let words = await words(run)
      #expect(words.hasPrefix(start), "\(words)")
    }
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellTroubles() async throws {
    try await Troubles(route: Self.list, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ListFiles(client: bench.client).run(.init(), context)
    }.check()
    try await Troubles(route: Self.upload, answer: .data(#"{"file_token":"b"}"#)) {
      (bench, context) throws(LarkFailure) in
      try await UploadFile(client: bench.client).run(
        .init(base64: "YQ==", name: "a", folder: "fldcn1"), context)
    }.check()
    try await Troubles(route: Self.download, answer: HTTPResponse(status: 200, body: [1])) {
      (bench, context) throws(LarkFailure) in
      try await DownloadFile(client: bench.client).run(.init(file: "boxcn1"), context)
    }.check()
    try await Troubles(route: Self.folder, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CreateFolder(client: bench.client).run(.init(name: "a"), context)
    }.check()
    try await Troubles(route: Self.copy, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await CopyFile(client: bench.client).run(
        .init(file: "doc1", name: "a", folder: "fldcn1"), context)
    }.check()
    try await Troubles(route: "DELETE /open-apis/drive/v1/files/doc1", answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await ManageFile(client: bench.client).run(
        .init(file: "doc1", action: "delete"), context)
    }.check()
    let files: FileInfoArguments = try decoded(#"{"files":"doc1"}"#)
    try await Troubles(route: Self.metas, answer: .data("{}")) {
      (bench, context) throws(LarkFailure) in
      try await FileInfo(core: LarkCore(client: bench.client)).run(files, context)
    }.check()
  }
}
