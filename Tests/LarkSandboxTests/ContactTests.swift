import JSON
import Testing

@testable import LarkSandbox

@Suite struct ContactTests {
  let client = Client()

  @Test func addressesAndNumbersBecomeIDs() {
    let reply = client.post(
      "contact/v3/users/batch_get_id",
      [
        "emails": ["lin.xiaoyu@yunshan.example", "nobody@yunshan.example"],
        "mobiles": ["13800000002", "+12125550104"],
      ])
    let list = reply.data["user_list"]?.array ?? []
    #expect(list.count == 4)
    #expect(list[0]["user_id"] == .string(SeedPeople.lin.openID))
    #expect(list[0]["status"]?["is_activated"] == true)
    #expect(list[1] == ["email": "nobody@yunshan.example"])
    #expect(list[2]["user_id"] == .string(SeedPeople.chen.openID))
    #expect(list[2]["mobile"] == "13800000002")
    #expect(list[3]["user_id"] == .string(SeedPeople.david.openID))
  }

  @Test func whoIsGoneOrOutOfSightHasNoID() {
    let emails: JSONValue = ["liu.yang@yunshan.example", "sun.qian@yunshan.example"]
    let reply = client.post("contact/v3/users/batch_get_id", ["emails": emails])
    #expect(reply.data["user_list"]?.array?.allSatisfy { $0["user_id"] == nil } == true)
    let all = client.post(
      "contact/v3/users/batch_get_id", ["emails": emails, "include_resigned": true])
    #expect(all.data["user_list"]?[0]?["user_id"] == nil)
    #expect(all.data["user_list"]?[1]?["user_id"] == .string(SeedPeople.sun.openID))
    #expect(all.data["user_list"]?[1]?["status"]?["is_resigned"] == true)
  }

  @Test func fiftyAtMost() {
    let many = JSONValue.array([JSONValue](repeating: "a@b", count: 51))
    let reply = client.post("contact/v3/users/batch_get_id", ["emails": many])
    #expect(reply.code == 99_992_402)
    #expect(reply.error["field_violations"]?[0]?["description"] == "the max len is 50")
  }

  @Test func idsOfAllTypes() {
    let lin = SeedPeople.lin
    for (type, id) in [
      ("open_id", lin.openID), ("union_id", lin.unionID), ("user_id", lin.userID),
    ] {
      let reply = client.post(
        "contact/v3/users/batch_get_id?user_id_type=\(type)", ["emails": [.string(lin.email)]])
      #expect(reply.data["user_list"]?[0]?["user_id"] == .string(id))
      let card = client.get("contact/v3/users/\(id)?user_id_type=\(type)")
      #expect(card.data["user"]?["open_id"] == .string(lin.openID))
    }
  }

  @Test func fieldsNeedTheirScopes() {
    let path = "contact/v3/users/\(SeedPeople.lin.openID)"
    let card = client.get(path).data["user"]
    #expect(card?["name"] == "林晓雨" && card?["en_name"] == "Lin Xiaoyu")
    #expect(card?["email"] != nil && card?["mobile"] == nil)
    _ = client.control([
      "revoke": ["contact:user.email:readonly", "contact:user.employee_id:readonly"],
      "grant": ["contact:user.phone:readonly"],
    ])
    let other = client.get(path).data["user"]
    #expect(other?["email"] == nil && other?["user_id"] == nil && other?["mobile"] != nil)
    let ids = client.post(
      "contact/v3/users/batch_get_id?user_id_type=user_id",
      ["emails": [.string(SeedPeople.lin.email)]])
    #expect(ids.data["user_list"]?[0]?["user_id"] == nil)
  }

  @Test func peopleWhoCannotBeSeen() {
    #expect(client.get("contact/v3/users/ou_nobody").code == 99_992_351)
    #expect(client.get("contact/v3/users/\(People.foreignOpenID)").code == 99_992_361)
    #expect(client.get("contact/v3/users/\(SeedPeople.liu.openID)").code == 41_050)
    #expect(client.get("contact/v3/users/\(SeedPeople.sun.openID)").code == 41_012)
  }
}
