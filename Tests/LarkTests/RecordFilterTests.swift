import JSON
import PluginKit
import Testing

@testable import Lark

@Suite struct RecordFilterTests {
  private static let zone = ZoneRules(name: "+08:00", firstOffset: 28_800)

  private func json(_ filter: String) throws -> JSONValue {
    let fields = try JSONValue(parsing: BaseBench.fieldsAnswer.body)["data"]?["items"]?.array ?? []
    return try RecordFilter(JSONValue(parsing: filter)).json(
      fields.compactMap(BaseField.init), Self.zone)
  }

  @Test(arguments: [
    (#"{"Status":"Done"}"#, "Status", "is", #"["Done"]"#),
    (#"{"Status":["Todo","Done"]}"#, "Status", "contains", #"["Todo","Done"]"#),
    (#"{"Status":null}"#, "Status", "isEmpty", "[]"),
    (#"["Name","not empty"]"#, "Name", "isNotEmpty", "[]"),
    (#"[["Amount",">=",3]]"#, "Amount", "isGreaterEqual", #"["3"]"#),
    (#"{"Ok":true}"#, "Ok", "is", #"["true"]"#),
    (#"{"Owner":{"is":{"id":"ou_a"}}}"#, "Owner", "is", #"["ou_a"]"#),
    (#"{"Due":"2026-03-01"}"#, "Due", "is", #"["ExactDate","1772294400000"]"#),
    (#"{"Due":{">=":"2026-03-01"}}"#, "Due", "isGreater", #"["ExactDate","1772208000000"]"#),
    (
      #"{"Due":{"<=":"2026-03-01T15:00:00+08:00"}}"#, "Due", "isLess",
      #"["ExactDate","1772380800000"]"#
    ),
    (#"{"Due":"currentweek"}"#, "Due", "is", #"["CurrentWeek"]"#),
    (#"{"Due":["ExactDate",5]}"#, "Due", "is", #"["ExactDate","5"]"#),
    (#"{"Due":{"<":["ExactDate","5"]}}"#, "Due", "isLess", #"["ExactDate","5"]"#),
    (#"{"Due":{">":"yesterday"}}"#, "Due", "isGreater", #"["Yesterday"]"#),
    (#"{"Due":{"=":"TheNextMonth"}}"#, "Due", "is", #"["TheNextMonth"]"#),
    (#"{"Name":{"isEmpty":true}}"#, "Name", "isEmpty", "[]"),
    (#"{"Name":{"isEmpty":false}}"#, "Name", "isNotEmpty", "[]"),
    (#"{"Name":{"isNotEmpty":true}}"#, "Name", "isNotEmpty", "[]"),
    (#"{"Due":{"isNotEmpty":false}}"#, "Due", "isEmpty", "[]"),
    (#"["Name","isEmpty",true]"#, "Name", "isEmpty", "[]"),
    (#"{"Name":"CurrentWeek"}"#, "Name", "is", #"["CurrentWeek"]"#),
    (#"{"Name":{"!=":"CurrentWeek"}}"#, "Name", "isNot", #"["CurrentWeek"]"#),
    (#"{"Ok":{"!=":true}}"#, "Ok", "is", #"["false"]"#),
    (#"{"Ok":{"!=":false}}"#, "Ok", "is", #"["true"]"#),
    (#"{"Ok":{"==":false}}"#, "Ok", "is", #"["false"]"#),
    (#"{"Ok":" True "}"#, "Ok", "is", #"["true"]"#), (#"{"Ok":null}"#, "Ok", "is", #"["false"]"#),
    (#"["Ok","isNotEmpty"]"#, "Ok", "is", #"["true"]"#),
    (#"{"field":"fld1","op":"like","value":"x"}"#, "Name", "contains", #"["x"]"#),
    (
      #"{"conditions":[{"field_name":"Name","operator":"isNot","value":["x"]}]}"#,
      "Name", "isNot", #"["x"]"#
    ),
  ])
  func understands(
    _ filter: String, _ field: String, _ comparison: String, _ values: String
  ) throws {
    #expect(
      try json(filter) == [
        "conjunction": "and",
        "conditions": [
          [
            "field_name": .string(field), "operator": .string(comparison),
            "value": JSONValue(parsing: values),
          ]
        ],
      ])
  }

  @Test func joinsByOr() throws {
    let json = try json(#"{"or":[{"Status":"Todo"},["Name","contains","x"]]}"#)
    #expect(json["conjunction"] == "or")
    #expect(json["conditions"]?.array?.count == 2)
  }

  @Test(arguments: [
    "5", "[]", "{}", #"[["Name"]]"#, #"{"Name":{"is":[]}}"#, #"{"Name":{"isEmpty":"x"}}"#,
    #"{"Due":{"contains":"2026-03-01"}}"#, #"{"Due":"soon"}"#, #"{"Due":{">=":"Today"}}"#,
    #"{"Name":[1,2,3,4,5,6,7,8,9,10,11]}"#, #"{"Name":{"is":[[1]]}}"#, #"{"Ok":"yes"}"#,
    #"{"Ok":{">":true}}"#, #"{"Ok":[true,false]}"#, #"{"Due":{">=":["ExactDate","5"]}}"#,
    #"{"Name":{"isEmpty":[true,true]}}"#, #"{"Due":{"!=":"CurrentWeek"}}"#,
  ])
  func refuses(_ filter: String) throws {
    #expect(throws: LarkFailure.self) { try json(filter) }
  }

  @Test(arguments: [
    "CurrentWeek", "LastWeek", "CurrentMonth", "LastMonth", "TheLastWeek", "TheNextWeek",
    "TheLastMonth", "thenextmonth",
  ])
  func refusesOrderWithAPeriodUnasked(_ period: String) throws {
    let filter = try JSONValue(parsing: #"{"Due":{">":"\#(period)"}}"#)
    let error = failure { () throws(LarkFailure) in try RecordFilter(filter) }
    let words = "filter: with \(period.lowercased()), \"due\" takes = only."
    #expect(error?.words.lowercased().hasPrefix(words) == true)
  }
}
