import JSON
import Testing

@testable import LarkSandbox

/// What the sandbox checks is what the reference says of each endpoint: who may call, which scopes,
/// how often, which fields are required, which values they take.
@Suite(
  .enabled(if: Reference.endpoints != nil, "\(Reference.path) is absent"))
struct ReferenceTests {
  /// Where the reference is not the last word, and why.
  private static let others: [String: String] = [
    "send_message body.msg_type options": "refused in the chat, by 230001",
    "reply_message body.msg_type options": "refused in the chat, by 230001",
    "search_messages_v2 token": "the official command line asks as a user only",
    "search_tasks token": "known from the client alone", "search_mail token": "the same",
    "search_mail body.filter.from extra": "the name on the wire; the client's is `from_`",
    "urgent_message body.user_id_list length": "the documentation says it in words",
    "stream_card_text body.sequence range": "the documentation says it in words",
    "search_chats query.query length": "the documentation says it in words",
    "create_folder body.folder_token length": "required, and empty for the root",
    "copy_file body.folder_token length": "the same",
    "import_create body.point.mount_key length": "the same",
    "upload_media body.parent_node required": "absent where a file is to be imported",
    "primary_calendars_of_users body.user_ids length": "refused by 198001",
    "free_busy_batch body.user_ids length": "refused by 198001",
    "create_event body.attachments.is_deleted extra": "passed over, as any other field",
    "list_files query.page_size range": "refused by 1064001",
    "list_permissions query.fields options": "`*` is all of them",
    "public_permission body.external_access_entity options": "the documentation lists three",
    "public_permission body.link_share_entity options": "the documentation lists seven",
    "whoami_bot rate": "no rate is documented", "list_granted_scopes rate": "the same",
    "search_docs_legacy rate": "the same",
  ]

  @Test func whatIsCheckedIsWhatIsDocumented() throws {
    var found: [String] = []
    for documented in try #require(Reference.endpoints) {
      let key = Reference.key(documented)
      guard let endpoint = Sandbox.endpoints.first(where: { Reference.key($0) == key }),
        !endpoint.isTokenEndpoint, endpoint.path != "/open-apis/authen/v1/authorize",
        let name = documented["tool"]?.string
      else { continue }
      found += differences(endpoint, documented).map { "\(name) \($0)" }
      found += differences(endpoint.query, documented["query"], at: "query").map { "\(name) \($0)" }
      found += differences(endpoint.body, documented["body"], at: "body").map { "\(name) \($0)" }
    }
    #expect(Set(found).subtracting(Self.others.keys).sorted() == [])
    #expect(Set(Self.others.keys).subtracting(found).sorted() == [])
  }

  private func differences(_ endpoint: Endpoint, _ documented: JSONValue) -> [String] {
    let tokens: [String] =
      switch endpoint.token {
      case .none: []
      case .tenant: ["tenant"]
      case .user: ["user"]
      case .either: ["tenant", "user"]
      }
    let rate = documented["rate_limit"]?.string ?? ""
    let isSameRate =
      Reference.number(before: "/s", in: rate) == endpoint.rate.perSecond
      && Reference.number(before: "/min", in: rate) == endpoint.rate.perMinute
    return [
      Set(texts(documented["token_docs"])) == Set(tokens) ? nil : "token",
      Set(texts(documented["scopes_any_of"])) == Set(endpoint.scopes) ? nil : "scopes",
      isSameRate ? nil : "rate",
    ].compactMap(\.self)
  }

  private func differences(
    _ rules: [FieldRule], _ documented: JSONValue?, at path: String
  ) -> [String] {
    let fields = documented?.array ?? []
    let names = fields.compactMap { $0["name"]?.string }
    var found = rules.filter { !names.contains($0.name) }.map { "\(path).\($0.name) extra" }
    for (name, field) in zip(names, fields) {
      let at = "\(path).\(name)"
      guard let rule = rules.first(where: { $0.name == name }) else {
        if field["required"] == true { found.append("\(at) missing") }
        continue
      }
      found += differences(rule, field).map { "\(at) \($0)" }
      switch rule.kind {
      case .object(let members), .objects(let members):
        found += differences(members, field["fields"], at: at)
      default: break
      }
    }
    return found
  }

  private func differences(_ rule: FieldRule, _ field: JSONValue) -> [String] {
    let options = Set(texts(field["enum"])).subtracting(["true", "false"])
    let isFlag = rule.options == ["true", "false"]
    return [
      (field["required"] == true) == rule.isRequired ? nil : "required",
      isFlag || options == Set(rule.options) ? nil : "options",
      isSame(rule.range, field["min"], field["max"], lowest: .min) ? nil : "range",
      isSame(rule.length, field["min_length"], field["max_length"], lowest: 0) ? nil : "length",
    ].compactMap(\.self)
  }

  private func isSame(
    _ range: ClosedRange<Int>?, _ least: JSONValue?, _ most: JSONValue?, lowest: Int
  ) -> Bool {
    let (least, most) = (least?.integer.map { Int($0) }, most?.integer.map { Int($0) })
    guard least != nil || most != nil else { return range == nil }
    guard let range else { return false }
    let isLower = range.lowerBound == least ?? range.lowerBound || least ?? 0 <= lowest
    return isLower && range.upperBound == most ?? range.upperBound
  }
}
