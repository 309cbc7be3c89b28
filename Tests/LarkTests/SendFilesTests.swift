import Glibc
import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct SendFilesTests {
  private static let send = "POST /open-apis/im/v1/messages"
  private static let reply = "POST /open-apis/im/v1/messages/om_9/reply"
  private static let image = "POST /open-apis/im/v1/images"
  private static let file = "POST /open-apis/im/v1/files"
  /// The first bytes of a PNG file, in base 64.
  private static let png = "iVBORw0KGgo="

  private func client(_ bench: Bench, folder: String) throws -> LarkClient {
    let settings = try Settings([
      "appId": "cli_a1b2", "appSecret": .string(Bench.secret), "baseURL": "http://lark.test",
      "filesFolder": .string(folder),
    ])
    return LarkClient(settings: settings, transport: bench.transport, clock: bench.clock)
  }

  private func run(
    _ client: LarkClient, _ bench: Bench, _ json: String
  ) async throws(LarkFailure) -> SendMessage.Outcome {
    guard let arguments: SendMessageArguments = try? decoded(json) else {
      throw .argument("not decoded")
    }
    return try await SendMessage(client: client).run(arguments, bench.context(id: "abc"))
  }

  private func sendsAndUploads(_ bench: Bench) {
    bench.transport.on(Self.send, .data(#"{"message_id":"om_1","chat_id":"oc_1"}"#))
    bench.transport.on(Self.image, .data(#"{"image_key":"img_1"}"#))
    bench.transport.on(Self.file, .data(#"{"file_key":"file_1"}"#))
  }

  @Test func sendsTextThenAnImageThenAFile() async throws {
    let bench = try Bench()
    sendsAndUploads(bench)
    let outcome = try await run(
      bench.client, bench,
      #"""
      {"to":"oc_1","text":"see","files":[{"base64":"\#(Self.png)","name":"a/b.png"},
      {"base64":"JVBERg==","name":"报告.pdf"},"img_v3_x"]}
      """#)
    let upload = try #require(bench.transport.requests(Self.image).first)
    #expect(upload.field("content-type")?.hasPrefix("multipart/form-data; boundary=") == true)
    let form = String(decoding: upload.body, as: UTF8.self)
    #expect(form.contains("name=\"image_type\"\r\n\r\nmessage\r\n"))
    #expect(form.contains("name=\"image\"; filename=\"a_b.png\""))
    let document = String(
      decoding: try #require(bench.transport.requests(Self.file).first).body, as: UTF8.self)
    #expect(document.contains("name=\"file_type\"\r\n\r\npdf\r\n"))
    #expect(document.contains("name=\"file_name\"\r\n\r\n报告.pdf\r\n"))
    #expect(document.contains("\r\n\r\n%PDF\r\n"))
    let bodies = bench.transport.bodies(Self.send)
    #expect(bodies.map { $0["msg_type"] } == ["text", "image", "file", "image"])
    #expect(bodies[1]["content"] == #"{"image_key":"img_1"}"#)
    #expect(bodies[2]["content"] == #"{"file_key":"file_1"}"#)
    #expect(bodies[3]["content"] == #"{"image_key":"img_v3_x"}"#)
    #expect(bodies.map { $0["uuid"] } == ["abc-1", "abc-2", "abc-3", "abc-4"])
    #expect(outcome.structured["kind"] == "text, image, file")
  }

  @Test func repliesInAThreadWithAFileAlone() async throws {
    let bench = try Bench()
    bench.transport.on(Self.reply, .data(#"{"message_id":"om_2"}"#))
    let outcome = try await run(
      bench.client, bench, #"{"reply_to":"om_9","in_thread":true,"files":"file_v3_x"}"#)
    let body = try #require(bench.transport.bodies(Self.reply).first)
    #expect(body["reply_in_thread"] == true)
    #expect(body["msg_type"] == "file")
    #expect(
      outcome.text(actedAs: "bot")
        == "Replied to om_9 in its thread as the bot: 1 file message (om_2).")
  }

  @Test func fetchesWhatIsOnTheWeb() async throws {
    let bench = try Bench()
    sendsAndUploads(bench)
    bench.transport.on("GET /x/clip.mp4", HTTPResponse(status: 200, body: [1, 2, 3]))
    _ = try await run(
      bench.client, bench, #"{"to":"oc_1","files":"https://files.test/x/clip.mp4?sig=1"}"#)
    let request = try #require(bench.transport.requests("GET /x/clip.mp4").first)
    #expect(request.followsRedirects)
    #expect(request.responseLimitBytes == FileKind.maximumFileBytes)
    #expect(request.field("authorization") == nil)
    #expect(bench.transport.bodies(Self.send).first?["msg_type"] == "media")
  }

  @Test func sendsNothingWhereOneFileIsMissing() async throws {
    let bench = try Bench()
    sendsAndUploads(bench)
    bench.transport.on("GET /gone", HTTPResponse(status: 404))
    let error = await failure { () async throws(LarkFailure) in
      try await run(
        bench.client, bench,
        #"{"to":"oc_1","text":"a","files":[{"base64":"AA=="},"https://files.test/gone"]}"#)
    }
    #expect(error?.words.hasPrefix("files: the address answers with HTTP 404.") == true)
    #expect(bench.transport.requests(Self.send).isEmpty)
    #expect(bench.transport.requests(Self.file).isEmpty)
  }

  @Test func readsOnlyBelowTheFolder() async throws {
    let folder = try Folder()
    defer { folder.remove() }
    try folder.write("in/a.txt", "hello")
    try folder.link("in/link.txt", to: "/etc/hostname")
    try folder.link("out", to: "/etc")
    let path = folder.path
    #expect(try FolderFile.read("in/a.txt", in: path, limitBytes: 9) == Array("hello".utf8))
    #expect(try FolderFile.read("./in//a.txt", in: path, limitBytes: 5) == Array("hello".utf8))
    #expect(try FolderFile.read("\(path)/in/a.txt", in: path, limitBytes: 5).count == 5)
    let wrong: [(String, FolderFile.Trouble)] = [
      ("../a", .path), ("in/../../a", .path), ("/etc/hostname", .path), ("", .path), ("/", .path),
      ("a\u{0}b", .path), ("b.txt", .missing), ("none/a.txt", .missing), ("in/link.txt", .noFile),
      ("out/hostname", .noFile), ("in", .noFile),
    ]
    for (name, trouble) in wrong {
      #expect(throws: trouble, "\(name)") {
        try FolderFile.read(name, in: path, limitBytes: 9)
      }
    }
    #expect(throws: FolderFile.Trouble.tooLarge) {
      try FolderFile.read("in/a.txt", in: path, limitBytes: 4)
    }
  }

  @Test func sendsAFileOfTheFolder() async throws {
    let folder = try Folder()
    defer { folder.remove() }
    try folder.write("notes.txt", "hello")
    let bench = try Bench()
    sendsAndUploads(bench)
    let client = try client(bench, folder: folder.path)
    _ = try await run(client, bench, #"{"to":"oc_1","files":["notes.txt"]}"#)
    let form = String(
      decoding: try #require(bench.transport.requests(Self.file).first).body, as: UTF8.self)
    #expect(form.contains("\r\n\r\nstream\r\n"))
    #expect(form.contains("filename=\"notes.txt\""))
  }

  @Test(arguments: [
    (#"{"to":"oc_1","files":"notes.txt"}"#, "files: no folder is open"),
    (#"{"to":"oc_1","files":"http://a/b"}"#, "files: an address begins with https://."),
    (#"{"to":"oc_1","files":[{"base64":"***"}]}"#, "files: not valid base64"),
    (#"{"to":"oc_1","files":[{"name":"a"}]}"#, "files: each is an https address"),
    (#"{"to":"oc_1","files":[1]}"#, "files: each is an https address"),
    (#"{"to":"oc_1","files":["a","a","a","a","a","a","a","a","a","a"]}"#, "files: at most 9"),
    (#"{"to":"oc_1","files":[]}"#, "Give exactly one of text"),
    (#"{"to":"oc_1","title":"T","files":"img_1"}"#, "title:"),
    (#"{"to":"oc_1","text":"a","in_thread":true}"#, "in_thread: only with reply_to."),
  ])
  func refusesBadInputUnasked(_ json: String, _ words: String) async throws {
    let bench = try Bench()
    let error = await failure { () async throws(LarkFailure) in
      try await run(bench.client, bench, json)
    }
    #expect(error?.words.hasPrefix(words) == true, "\(error?.words ?? "")")
    #expect(bench.transport.requests.isEmpty)
  }

  @Test func tellsKindsApart() {
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    #expect(FileKind(name: "x", bytes: png).messageType == "image")
    let large = png + [UInt8](repeating: 0, count: FileKind.maximumImageBytes)
    #expect(FileKind(name: "x.png", bytes: large).fileType == "stream")
    #expect(FileKind(name: "a.MP4", bytes: [0]).messageType == "media")
    #expect(FileKind(name: "a.opus", bytes: [0]).messageType == "audio")
    #expect(FileKind(name: "a.xlsx", bytes: [0]).fileType == "xls")
    #expect(FileKind(name: "pdf", bytes: [0]).fileType == "stream")
  }

  @Test func tellsTroubles() async throws {
    let arguments: SendMessageArguments = try decoded(
      #"{"to":"oc_1","files":[{"base64":"AA==","name":"a.bin"}]}"#)
    try await Troubles(
      route: Self.file, answer: .data(#"{"file_key":"file_1"}"#),
      others: [(Self.send, .data(#"{"message_id":"om_1"}"#))]
    ) { (bench, context) throws(LarkFailure) in
      let outcome = try await SendMessage(client: bench.client).run(arguments, context)
      return .text(outcome.text(actedAs: "bot"))
    }.check()
  }
}

/// A folder of its own for a test.
private struct Folder {
  let path: String

  init() throws {
    var template = Array("/tmp/lark-files-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
    mkdir("\(path)/in", 0o700)
  }

  func write(_ name: String, _ text: String) throws {
    let file = try #require(fopen("\(path)/\(name)", "w"))
    fputs(text, file)
    fclose(file)
  }

  func link(_ name: String, to target: String) throws {
    try #require(symlink(target, "\(path)/\(name)") == 0)
  }

  func remove() {
    for name in ["in/a.txt", "in/link.txt", "out", "notes.txt"] { unlink("\(path)/\(name)") }
    rmdir("\(path)/in")
    rmdir(path)
  }
}
