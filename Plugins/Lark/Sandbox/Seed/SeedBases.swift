import JSON

/// The bases of the seeded company.
enum SeedBases {
  private typealias Everyone = SeedPeople

  static let pipelineTable = "tblPipelineDeals1"
  static let feedbackTable = "tblFeedbackItems1"

  /// Nil for a document that is no seeded base.
  static func base(_ document: Document, at milliseconds: Int) -> Base? {
    switch document.key {
    case "pipeline": Base(name: document.title, tables: [deals(milliseconds)])
    case "feedback": Base(name: document.title, tables: [feedback(milliseconds)])
    default: nil
    }
  }

  private static func deals(_ now: Int) -> Base.Table {
    var table = Base.Table(id: pipelineTable, name: "Deals 商机", viewID: "vewDeals01")
    table.fields = [
      field("客户 Customer", 1, "fldDeals001"), field("金额 Amount", 2, "fldDeals002"),
      field("阶段 Stage", 3, "fldDeals003"), field("负责人 Owner", 11, "fldDeals004"),
      field("预计成交 Close", 5, "fldDeals005"), field("已签约 Signed", 7, "fldDeals006"),
    ]
    let rows: [(String, Int, String, Person, days: Int, Bool)] = [
      ("北辰物流 Beichen Logistics", 120_000, "谈判 Negotiation", Everyone.david, 14, false),
      ("海棠医疗 Haitang Medical", 450_000, "方案 Proposal", Everyone.david, 40, false),
      ("Evergreen Retail", 80_000, "签约 Won", Everyone.david, -3, true),
      ("星河教育 Xinghe Education", 60_000, "线索 Lead", Everyone.lin, 60, false),
      ("Atlas Robotics", 300_000, "谈判 Negotiation", Everyone.lin, 21, false),
    ]
    table.records = rows.enumerated().map { index, row in
      record(
        "recDeals00\(index + 1)", row.3, now,
        [
          "客户 Customer": .string(row.0), "金额 Amount": number(row.1),
          "阶段 Stage": .string(row.2), "负责人 Owner": [["id": .string(row.3.openID)]],
          "预计成交 Close": number(now + row.days * 86_400_000), "已签约 Signed": .bool(row.5),
        ])
    }
    return table
  }

  private static func feedback(_ now: Int) -> Base.Table {
    var table = Base.Table(id: feedbackTable, name: "反馈 Feedback", viewID: "vewFeedb01")
    table.fields = [
      field("问题 Issue", 1, "fldFeedb001"), field("票数 Votes", 2, "fldFeedb002"),
      field("标签 Tags", 4, "fldFeedb003"),
    ]
    let rows: [(String, Int, [JSONValue])] = [
      ("权限配置太复杂", 37, ["权限", "企业"]), ("移动端需要离线模式", 29, ["移动端"]),
      ("Export to PDF loses images", 12, ["导出"]),
    ]
    table.records = rows.enumerated().map { index, row in
      record(
        "recFeedb00\(index + 1)", Everyone.lin, now,
        ["问题 Issue": .string(row.0), "票数 Votes": number(row.1), "标签 Tags": .array(row.2)])
    }
    return table
  }

  private static func field(_ name: String, _ type: Int, _ id: String) -> JSONObject {
    [
      "field_id": .string(id), "field_name": .string(name), "type": number(type),
      "property": .null, "is_primary": .bool(id.hasSuffix("001")),
      "ui_type": .string(FieldType.name(type)), "is_hidden": false,
    ]
  }

  private static func record(
    _ id: String, _ creator: Person, _ now: Int, _ fields: JSONObject
  ) -> Base.Record {
    Base.Record(
      id: id, fields: fields, creator: creator, createMilliseconds: now - 86_400_000,
      editMilliseconds: now - 3_600_000)
  }
}
