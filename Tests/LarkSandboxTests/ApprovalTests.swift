import JSON
import Testing

@testable import LarkSandbox

@Suite struct ApprovalTests {
  let client = Client()
  private let lin = SeedPeople.lin.openID

  private func shown(_ code: String) -> JSONValue {
    client.get("approval/v4/instances/\(code)").data
  }

  private func leave(_ value: String = "sick") -> Client.Reply {
    let form = #"[{"id":"type","type":"radioV2","value":"\#(value)"},{"id":"days","value":1}]"#
    return client.post(
      "approval/v4/instances",
      [
        "approval_code": .string(SeedApprovals.leave.code), "open_id": .string(lin),
        "form": .string(form),
      ])
  }

  @Test func formsAndStepsHaveNames() throws {
    let instance = shown("A0000000-0000-4000-A000-000000000001")
    let form = try JSONValue(parsing: instance["form"]?.string ?? "")
    #expect(form[0]?["name"] == "物品" && form[0]?["value"] == "显示器 x2")
    #expect(instance["task_list"]?[0]?["node_name"] == "负责人")
    #expect(instance["timeline"]?[0]?["type"] == "START")
  }

  @Test func nothingWaitsForWhatIsWithdrawn() {
    let code = leave().data["instance_code"]?.string ?? ""
    let body: JSONObject = [
      "approval_code": .string(SeedApprovals.leave.code), "instance_code": .string(code),
      "user_id": .string(lin),
    ]
    #expect(shown(code)["task_list"]?[0]?["status"] == "PENDING")
    #expect(client.post("approval/v4/instances/cancel", .object(body)).code == 0)
    let withdrawn = shown(code)
    #expect(withdrawn["status"] == "CANCELED")
    #expect(withdrawn["task_list"]?.array?.map { $0["status"] } == ["DONE"])
    #expect(client.post("approval/v4/instances/cancel", .object(body)).code == 1_390_001)
  }

  @Test func aChoiceIsOneOfThoseThereAre() {
    #expect(leave("annual").code == 0)
    #expect(leave("always").code == 1_390_001)
  }
}
