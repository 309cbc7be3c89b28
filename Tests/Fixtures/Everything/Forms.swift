import JSON
import PluginKit

/// Forms for users to fill in: the schema of each, and what its content decodes to.
enum Forms {
  struct Name: Decodable, Sendable {
    let name: String

    static let schema = Schema.raw(
      #"{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}"#)
  }

  struct Confirmation: Decodable, Sendable {
    let ok: Bool

    static let schema = Schema.raw(
      #"{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}"#)
  }

  struct Color: Decodable, Sendable {
    let color: String

    static let schema = Schema.raw(
      #"{"type":"object","properties":{"color":{"type":"string"}},"required":["color"]}"#)
  }

  struct Context: Decodable, Sendable {
    let context: String

    static let schema = Schema.raw(
      #"{"type":"object","properties":{"context":{"type":"string"}},"required":["context"]}"#)
  }

  struct Account: Decodable, Sendable {
    let username, email: String

    static let schema = Schema.raw(
      """
      {"type":"object","properties":{
        "username":{"type":"string","description":"User's response"},
        "email":{"type":"string","description":"User's email address"}},
       "required":["username","email"]}
      """)
  }

  /// Every primitive type with a default.
  struct Profile: Decodable, Sendable {
    enum Status: String, Decodable, CaseIterable { case active, inactive, pending }

    let name: String?
    let age: Int?
    let score: Double?
    let status: Status?
    let verified: Bool?

    static let schema = Schema.raw(
      """
      {"type":"object","properties":{
        "name":{"type":"string","description":"A name","default":"John Doe"},
        "age":{"type":"integer","description":"Years","default":30},
        "score":{"type":"number","description":"A score","default":95.5},
        "status":{"type":"string","description":"A status",
          "enum":["active","inactive","pending"],"default":"active"},
        "verified":{"type":"boolean","description":"Whether verified","default":true}},
       "required":[]}
      """)
  }

  /// Every way to write a choice.
  struct Choices: Decodable, Sendable {
    enum Option: String, Decodable, CaseIterable { case option1, option2, option3 }
    enum Value: String, Decodable, CaseIterable { case value1, value2, value3 }
    enum Legacy: String, Decodable, CaseIterable { case opt1, opt2, opt3 }

    let untitledSingle: Option?
    let titledSingle: Value?
    let legacyEnum: Legacy?
    let untitledMulti: [Option]?
    let titledMulti: [Value]?

    static let schema = Schema.raw(
      """
      {"type":"object","properties":{
        "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
        "titledSingle":{"type":"string","oneOf":[
          {"const":"value1","title":"First Option"},
          {"const":"value2","title":"Second Option"},
          {"const":"value3","title":"Third Option"}]},
        "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],
          "enumNames":["Option One","Option Two","Option Three"]},
        "untitledMulti":{"type":"array",
          "items":{"type":"string","enum":["option1","option2","option3"]}},
        "titledMulti":{"type":"array","items":{"anyOf":[
          {"const":"value1","title":"First Choice"},
          {"const":"value2","title":"Second Choice"},
          {"const":"value3","title":"Third Choice"}]}}},
       "required":[]}
      """)
  }
}
