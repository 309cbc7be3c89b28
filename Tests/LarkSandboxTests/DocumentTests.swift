import JSON
import Testing

@testable import LarkSandbox

@Suite struct DocumentTests {
  let client = Client()

  private func search(
    _ query: String, _ extra: JSONObject = ["doc_filter": [:], "wiki_filter": [:]]
  )
    -> Client.Reply
  {
    var body: JSONObject = ["query": .string(query)]
    for member in extra.members { body[member.key] = member.value }
    return client.post("search/v2/doc_wiki/search", .object(body), as: .user)
  }

  private func titles(_ reply: Client.Reply) -> [String] {
    (reply.data["res_units"]?.array ?? []).compactMap { $0["title_highlighted"]?.string }
  }

  @Test func documentsAndPagesAreFound() {
    let reply = search("路线图")
    let units = reply.data["res_units"]?.array ?? []
    #expect(reply.data["total"] == number(units.count))
    #expect(Set(units.compactMap { $0["entity_type"]?.string }) == ["DOC", "WIKI"])
    #expect(titles(reply).contains("第四季度产品<h>路线图</h> Q4 product roadmap"))
    #expect(titles(reply).contains("随手记 Notes"))
    let page = units.first { $0["entity_type"] == "WIKI" }
    #expect(page?["result_meta"]?["url"]?.string?.contains("/wiki/") == true)
    #expect(page?["result_meta"]?["owner_name"] == .string(SeedPeople.lin.name))
  }

  @Test func wordsMayBeApartAndInAnyCase() {
    #expect(
      titles(search("ROADMAP product")).contains("第四季度产品路线图 Q4 <h>product</h> <h>roadmap</h>"))
    #expect(titles(search("nothing has this")).isEmpty)
    let reply = search("certificate")
    #expect(
      reply.data["res_units"]?[0]?["summary_highlighted"]?.string?.contains("<h>certificate</h>")
        == true)
  }

  @Test func filters() {
    #expect(search("x", [:]).code == 1_274_001)
    #expect(titles(search("路线图", ["doc_filter": [:]])).allSatisfy { !$0.contains("总览") })
    #expect(titles(search("路线图", ["wiki_filter": [:]])).count == 1)
    #expect(
      titles(search("路线图", ["doc_filter": ["only_title": true]])).count == 1)
    #expect(titles(search("", ["doc_filter": ["doc_types": ["SHEET"]]])).count == 1)
    let sales: JSONValue = [.string(SeedDocuments.salesFolder)]
    let inFolder = search("", ["doc_filter": ["folder_tokens": sales], "wiki_filter": [:]])
    #expect(titles(inFolder).count == 3)
    let handbook: JSONValue = [.string(SeedDocuments.handbook.id)]
    #expect(titles(search("发布", ["wiki_filter": ["space_ids": handbook]])).count == 1)
    #expect(search("x", ["doc_filter": ["doc_types": ["POEM"]]]).code == 99_992_402)
    let recent: JSONValue = ["start": number(Client.monday - CivilTime.secondsPerDay)]
    #expect(titles(search("", ["doc_filter": ["open_time": recent]])).count == 3)
  }

  @Test func limits() {
    #expect(search(String(repeating: "文", count: 50)).code == 0)
    #expect(search(String(repeating: "文", count: 51)).code == 99_992_402)
    #expect(search("x", ["doc_filter": [:], "page_size": 21]).code == 99_992_402)
    #expect(
      client.post("search/v2/doc_wiki/search", ["doc_filter": [:]], as: .user).code == 99_992_402)
  }

  @Test func resultsArePaged() throws {
    let both: JSONObject = ["doc_filter": [:], "wiki_filter": [:], "page_size": 3]
    let first = search("", both)
    #expect(titles(first).count == 3 && first.data["has_more"] == true)
    var next = both
    next["page_token"] = first.data["page_token"]
    let second = search("", next)
    #expect(Set(titles(first)).isDisjoint(with: titles(second)))
    #expect(search("other", next).code == 1_274_002)
    _ = client.control(["advance_seconds": 3_600])
    #expect(search("", next).code == 1_274_002)
  }

  @Test func secretsStayHidden() {
    #expect(titles(search("薪资")).isEmpty)
    #expect(titles(search("Security incident")).isEmpty)
    let bot = Client(tenantSearch: true)
    func count(_ query: String) -> Int? {
      bot.post(
        "search/v2/doc_wiki/search",
        ["query": .string(query), "doc_filter": [:], "wiki_filter": [:]]
      ).data["total"]?.integer.map { Int($0) }
    }
    #expect(count("Contract") == 0)
    #expect(count("随手记") == 0)
    #expect(count("路线图") == 2)
  }

  @Test func theOlderSearch() {
    func ask(_ body: JSONValue) -> Client.Reply {
      client.post("suite/docs-api/search/object", body, as: .user)
    }
    let reply = ask(["search_key": "路线图", "count": 1])
    #expect(reply.data["docs_entities"]?.array?.count == 1)
    #expect(reply.data["has_more"] == true)
    #expect(reply.data["docs_entities"]?[0]?["docs_type"] == "docx")
    #expect(ask(["search_key": "a", "docs_types": ["doc"]]).code == 0)
    #expect(
      ask(["search_key": "预算", "docs_types": ["sheet"]]).data["docs_entities"]?.array?.count == 1)
    #expect(ask(["search_key": "x", "count": 51]).code == 99_992_402)
    #expect(ask(["search_key": "x", "count": 50, "offset": 150]).code == 99_992_402)
    #expect(ask(["search_key": "x", "count": 50, "offset": 149]).code == 0)
    #expect(client.post("suite/docs-api/search/object", ["search_key": "x"]).code == 99_991_663)
  }

  @Test func wikisOfTheBot() throws {
    let all = client.get("wiki/v2/spaces").data["items"]?.array ?? []
    #expect(
      all.map { $0["space_id"] }
        == [SeedDocuments.handbook, SeedDocuments.product].map { .string($0.id) })
    let first = client.get("wiki/v2/spaces?page_size=2")
    #expect(first.data["items"]?.array?.isEmpty == true && first.data["has_more"] == true)
    let token = try #require(first.data["page_token"]?.string)
    let second = client.get("wiki/v2/spaces?page_size=2&page_token=\(token)")
    #expect(second.data["items"]?.array?.count == 2 && second.data["has_more"] == false)
    #expect(client.get("wiki/v2/spaces?page_token=x").code == 131_002)
    #expect(client.get("wiki/v2/spaces", as: .user).data["items"]?.array?.count == 4)
    #expect(client.get("wiki/v2/spaces?page_size=51").code == 99_992_402)
  }

  @Test func pagesCanBeEmptyAndHaveMoreAfterThem() throws {
    let path = "wiki/v2/spaces/\(SeedDocuments.handbook.id)/nodes"
    let parent = SeedIdentifier.token("wiki/incidents")
    let first = client.get("\(path)?parent_node_token=\(parent)")
    #expect(first.data["items"]?.array?.isEmpty == true && first.data["has_more"] == true)
    let token = try #require(first.data["page_token"]?.string)
    let second = client.get("\(path)?parent_node_token=\(parent)&page_token=\(token)")
    #expect(second.data["items"]?.array?.count == 2 && second.data["page_token"] == nil)
    let top = client.get(path).data["items"]?.array ?? []
    #expect(top.count == 6)
    #expect(top.first { $0["node_token"] == .string(parent) }?["has_child"] == true)
    let shortcut = top.first { $0["node_type"] == "shortcut" }
    #expect(shortcut?["origin_space_id"] == .string(SeedDocuments.product.id))
    #expect(shortcut?["node_token"] != shortcut?["origin_node_token"])
  }

  @Test func wikisThatAreClosed() {
    #expect(client.get("wiki/v2/spaces/\(SeedDocuments.legal.id)/nodes").code == 131_006)
    #expect(client.get("wiki/v2/spaces/7000000000000000000/nodes").code == 131_005)
    #expect(client.get("wiki/v2/spaces/legal/nodes").code == 131_002)
    let path = "wiki/v2/spaces/\(SeedDocuments.product.id)/nodes"
    #expect(client.get("\(path)?parent_node_token=x").code == 131_005)
  }

  @Test func pagesAreResolved() {
    let node = client.get("wiki/v2/spaces/get_node?token=\(SeedIdentifier.token("wiki/faq"))")
    #expect(node.data["node"]?["obj_token"] == .string(SeedIdentifier.token("faq")))
    #expect(node.data["node"]?["obj_type"] == "docx")
    let back = client.get(
      "wiki/v2/spaces/get_node?token=\(SeedIdentifier.token("faq"))&obj_type=docx")
    #expect(back.data["node"]?["title"] == node.data["node"]?["title"])
    #expect(client.get("wiki/v2/spaces/get_node?token=x").code == 131_005)
    #expect(client.get("wiki/v2/spaces/get_node").code == 99_992_402)
    let closed = SeedIdentifier.token("wiki/contract-template")
    #expect(client.get("wiki/v2/spaces/get_node?token=\(closed)").code == 131_006)
  }

  @Test func theDrive() throws {
    let root = client.get("drive/v1/files").data
    #expect(root["files"]?.array?.map { $0["token"] } == [.string(SeedDocuments.reports)])
    #expect(root["has_more"] == false && root["next_page_token"] == nil)
    let own = client.get("drive/v1/files", as: .user).data["files"]?.array ?? []
    #expect(Set(own.compactMap { $0["type"]?.string }) == ["folder", "docx"])
    let path = "drive/v1/files?folder_token=\(SeedDocuments.shared)"
    let first = client.get("\(path)&page_size=2")
    #expect(first.data["files"]?.array?.count == 2 && first.data["has_more"] == true)
    let token = try #require(first.data["next_page_token"]?.string)
    #expect(client.get("\(path)&page_size=2&page_token=\(token)").data["has_more"] == false)
    #expect(client.get("\(path)&page_token=x").code == 1_061_002)
    let ascending = client.get("\(path)&direction=ASC").data["files"]?.array ?? []
    let edited = ascending.compactMap { $0["modified_time"]?.string.flatMap { Int($0) } }
    #expect(edited == edited.sorted() && edited.count == 4)
  }

  @Test func foldersThatAreClosed() {
    let closed = client.get("drive/v1/files?folder_token=\(SeedDocuments.privateFolder)")
    #expect(closed.status == 403 && closed.code == 1_061_004)
    let unknown = client.get("drive/v1/files?folder_token=fldnothing")
    #expect(unknown.status == 404 && unknown.code == 1_061_003)
    #expect(client.get("drive/v1/files?page_size=201").code == 1_064_001)
    #expect(client.get("drive/v1/files?page_size=-5").code == 1_061_002)
  }
}
