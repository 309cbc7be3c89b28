import JSON
import PluginKit
import Testing

@testable import Lark

/// Answers of a base with one table, as the tools for bases ask them.
enum BaseBench {
  static let app = "bascnApp1"
  static let table = "/open-apis/bitable/v1/apps/bascnApp1/tables/tbl1"
  static let tables = "GET /open-apis/bitable/v1/apps/bascnApp1/tables"
  static let fields = "GET \(table)/fields"

  static let tablesAnswer = HTTPResponse.data(
    #"{"has_more":false,"items":[{"table_id":"tbl1","name":"Tasks"}]}"#)

  static let fieldsAnswer = HTTPResponse.data(
    #"""
    {"has_more":false,"items":[
    {"field_id":"fld1","field_name":"Name","type":1,"ui_type":"Text","is_primary":true},
    {"field_id":"fld2","field_name":"Status","type":3,"property":{"options":[{"name":"Todo"},
    {"name":"Done"}]}},
    {"field_id":"fld3","field_name":"Due","type":5},
    {"field_id":"fld4","field_name":"Amount","type":2,"ui_type":"Currency"},
    {"field_id":"fld5","field_name":"Owner","type":11},
    {"field_id":"fld6","field_name":"Tags","type":4},
    {"field_id":"fld7","field_name":"Site","type":15},
    {"field_id":"fld8","field_name":"Ok","type":7},
    {"field_id":"fld9","field_name":"Files","type":17},
    {"field_id":"flda","field_name":"Parent","type":18,"property":{"table_id":"tbl2"}},
    {"field_id":"fldb","field_name":"Sum","type":20},
    {"field_id":"fldc","field_name":"Made","type":1001}]}
    """#)

  static let all = [(tables, tablesAnswer), (fields, fieldsAnswer)]

  static func bench() throws -> Bench {
    let bench = try Bench()
    for (route, answer) in all { bench.transport.on(route, answer) }
    return bench
  }
}
