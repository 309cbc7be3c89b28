import JSON
import Testing

@testable import LarkSandbox

/// Who may be given access, and what goes into a document with an image.
@Suite struct SharingTests {
  let client = Client()

  private func document() -> String {
    client.post("docx/v1/documents", ["title": "x"]).data["document"]?["document_id"]?.string ?? ""
  }

  private func add(
    _ member: JSONObject, to token: String, as identity: Client.Token = .tenant
  ) -> Int? {
    var body: JSONObject = ["perm": "view"]
    for one in member.members { body[one.key] = one.value }
    return client.post(
      "drive/v1/permissions/\(token)/members?type=docx", .object(body), as: identity
    ).code
  }

  @Test func membersOfAWikiNeedTheirGroup() {
    let token = document()
    var wiki: JSONObject = ["member_type": "wikispaceid", "member_id": "7"]
    #expect(add(wiki, to: token) == 1_063_001)
    wiki["type"] = "user"
    #expect(add(wiki, to: token) == 1_063_001)
    wiki["type"] = "wiki_space_member"
    #expect(add(wiki, to: token) == 0)
    let path = "/open-apis/drive/v1/permissions/\(token)/members/7?type=docx"
    let target = "\(path)&member_type=wikispaceid"
    #expect(client.send("DELETE", target).code == 1_063_001)
    #expect(client.send("DELETE", target, ["type": "wiki_space_member"]).code == 0)
  }

  @Test func onlyAUserSeesDepartments() {
    let department: JSONObject = ["member_type": "opendepartmentid", "member_id": "od-1"]
    #expect(add(department, to: document()) == 1_063_001)
    let made = client.post("docx/v1/documents", ["title": "x"], as: .user)
    let token = made.data["document"]?["document_id"]?.string ?? ""
    #expect(add(department, to: token, as: .user) == 0)
  }

  /// A form with one file, "a.png" unless it is named otherwise.
  private func upload(_ fields: [(String, String)], name: String = "a.png") -> Client.Reply {
    let all = [("file_name", name), ("size", "1")] + fields
    var text = ""
    for (name, value) in all {
      text += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }
    text +=
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\nx\r\n"
    return Client.Reply(
      client.sandbox.handle(
        SandboxRequest(
          "POST", "/open-apis/drive/v1/medias/upload_all",
          authorization: "Bearer \(client.tenantToken)",
          contentType: "multipart/form-data; boundary=b", body: Array("\(text)--b--\r\n".utf8))))
  }

  @Test func anImageOfADocumentNamesTheDocument() {
    let token = document()
    let image = [("parent_type", "docx_image"), ("parent_node", "blk1")]
    #expect(upload(image).code == 1_061_002)
    #expect(upload(image + [("extra", "{}")]).code == 1_061_002)
    #expect(upload(image + [("extra", #"{"drive_route_token":"nothing"}"#)]).code == 1_061_044)
    let reply = upload(image + [("extra", "{\"drive_route_token\":\"\(token)\"}")])
    #expect(reply.code == 0)
    #expect(reply.data["file_token"]?.string?.isEmpty == false)
  }

  @Test func anImportHasTheEndingOfItsFile() {
    let kind = [("parent_type", "ccm_import_open"), ("extra", "{}")]
    func start(_ name: String) -> Int? {
      let file = upload(kind, name: name).data["file_token"] ?? .null
      return client.post(
        "drive/v1/import_tasks",
        [
          "file_extension": "md", "type": "docx", "file_token": file,
          "point": ["mount_type": 1, "mount_key": ""],
        ]
      ).code
    }
    #expect(start("a.md") == 0)
    #expect(start("a.MD") == 1_069_910)
    #expect(start("a.txt") == 1_069_910)
  }
}
