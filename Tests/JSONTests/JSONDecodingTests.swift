import JSON
import Testing

/// Values become types, or say which field does not fit.
struct JSONDecodingTests {
  enum Color: String, Decodable, CaseIterable { case red, green }
  enum Level: Int, Decodable, CaseIterable { case low = 1, high = 2 }
  enum Open: String, Decodable { case known }

  struct Attendee: Decodable, Equatable {
    var id: String
    var age: UInt8?
  }

  struct Meeting: Decodable {
    var title: String
    var attendees: [Attendee]
    var minutes: Int = 0
    var color: Color?
    var level: Level?
    var ratio: Double?
    var share: Float?
    var isOpen: Bool?
    var labels: [String: Int]?
    var extra: JSONValue?
    var settings: JSONObject?
    var open: Open?
    var pair: [Int?]?
  }

  static func decode<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    try JSONDecoding.decode(type, from: JSONValue(parsing: text))
  }

  static func complaint<T: Decodable>(_ type: T.Type, _ text: String) throws -> String? {
    let value = try JSONValue(parsing: text)
    do {
      _ = try JSONDecoding.decode(type, from: value)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func decodesEveryField() throws {
    let meeting = try Self.decode(
      Meeting.self,
      #"""
      {"title":"t","attendees":[{"id":"a","age":7},{"id":"b","age":null}],"minutes":30,
      "color":"red","level":2,"ratio":1,"share":0.5,"isOpen":false,"labels":{"x":1},
      "extra":{"n":1.50},"settings":{"k":[]},"open":"known","pair":[1,null],"unknown":1}
      """#)
    #expect(meeting.title == "t")
    #expect(meeting.attendees == [Attendee(id: "a", age: 7), Attendee(id: "b", age: nil)])
    #expect(meeting.minutes == 30)
    #expect(meeting.color == .red)
    #expect(meeting.level == .high)
    #expect(meeting.ratio == 1)
    #expect(meeting.share == 0.5)
    #expect(meeting.isOpen == false)
    #expect(meeting.labels == ["x": 1])
    #expect(meeting.extra?.description == #"{"n":1.50}"#)
    #expect(meeting.settings == ["k": []])
    #expect(meeting.open == .known)
    #expect(meeting.pair == [1, nil])
  }

  static let complaints: [(field: String, text: String)] = [
    (#""title":1"#, "title: expected a string, got a number"),
    (#""title":null"#, "title: expected a string, got null"),
    (#""attendees":{}"#, "attendees: expected an array, got an object"),
    (#""attendees":[{"id":"a"},3]"#, "attendees[1]: expected an object, got a number"),
    (#""attendees":[{"id":"a"},{"id":true}]"#, "attendees[1].id: expected a string, got true"),
    (#""attendees":[{}]"#, "attendees[0].id: is required but missing"),
    (
      #""attendees":[{"id":"a","age":256}]"#,
      "attendees[0].age: 256 does not fit; it must be from 0 to 255"
    ),
    (
      #""attendees":[{"id":"a","age":-1}]"#,
      "attendees[0].age: -1 does not fit; it must be from 0 to 255"
    ),
    (#""minutes":1.5"#, "minutes: expected a whole number, got 1.5"),
    (#""minutes":"1""#, "minutes: expected a whole number, got a string"),
    (
      #""minutes":1e30"#,
      "minutes: 1e30 does not fit; it must be from -9223372036854775808 to 9223372036854775807"
    ),
    (#""color":"blue""#, #"color: expected one of "red", "green", got "blue""#),
    (#""color":1"#, "color: expected a string, got a number"),
    (#""level":3"#, "level: expected one of 1, 2, got 3"),
    (#""ratio":"x""#, "ratio: expected a number, got a string"),
    (#""ratio":1e999"#, "ratio: 1e999 is too large for Double"),
    (#""share":1e39"#, "share: 1e39 is too large for Float"),
    (#""isOpen":0"#, "isOpen: expected true or false, got a number"),
    (#""labels":{"x":1,"y":"z"}"#, "labels.y: expected a whole number, got a string"),
    (#""settings":[]"#, "settings: expected an object, got an array"),
  ]

  @Test(arguments: complaints)
  func namesTheField(_ field: String, _ text: String) throws {
    let name = field.prefix { $0 != ":" }
    let rest = [#""title":"t""#, #""attendees":[]"#, #""minutes":1"#].filter { !$0.hasPrefix(name) }
    #expect(
      try Self.complaint(Meeting.self, "{\((rest + [field]).joined(separator: ","))}") == text)
  }

  @Test func rootHasNoPath() throws {
    #expect(try Self.complaint(Meeting.self, "[]") == "expected an object, got an array")
    #expect(
      try Self.complaint([Int].self, #"[1,"x"]"#) == "[1]: expected a whole number, got a string")
    #expect(
      try Self.complaint([[Int]].self, "[[1],[2,true]]")
        == "[1][1]: expected a whole number, got true")
    #expect(try Self.complaint(Meeting.self, "{}") == "title: is required but missing")
  }

  @Test func longStringsAreNotQuoted() throws {
    let long = String(repeating: "s", count: 100)
    #expect(
      try Self.complaint(Color.self, "\"\(long)\"")
        == #"expected one of "red", "green", got a string"#)
  }

  @Test func longNumbersAreNotQuoted() throws {
    let text = try #require(try Self.complaint(UInt8.self, String(repeating: "9", count: 100_000)))
    #expect(text == "a number does not fit; it must be from 0 to 255")
  }

  @Test func choicesWithoutAListAreStillNamed() throws {
    let text = try #require(try Self.complaint([Open].self, #"["x"]"#))
    #expect(text.hasPrefix("[0]: "))
    #expect(text.contains("Open"))
  }

  @Test func integersInAnyWholeSpelling() throws {
    #expect(try Self.decode([Int].self, "[5,5.0,0.5e1,-50e-1,-0]") == [5, 5, 5, -5, 0])
    #expect(try Self.decode(Int64.self, "9007199254740993.0") == 9_007_199_254_740_993)
    #expect(try Self.decode(UInt64.self, "18446744073709551615") == .max)
    #expect(try Self.decode(Int8.self, "-128") == -128)
    #expect(try Self.decode(UInt128.self, "340282366920938463463374607431768211455") == .max)
  }

  @Test func optionalsAtTheRoot() throws {
    #expect(try Self.decode(Int?.self, "null") == nil)
    #expect(try Self.decode(Int?.self, "1") == 1)
    #expect(try Self.decode(String?.self, "\"x\"") == "x")
    #expect(try Self.decode(JSONValue.self, "[1.0]").description == "[1.0]")
  }

  struct Custom: Decodable {
    enum Keys: String, CodingKey { case list, nested, absent }
    struct Odd: Error, CustomStringConvertible { let description = "is odd" }
    var sum = 0
    var deep = ""

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      var list = try container.nestedUnkeyedContainer(forKey: .list)
      while !list.isAtEnd {
        if try list.decodeNil() { continue }
        var inner = try list.nestedUnkeyedContainer()
        while !inner.isAtEnd { sum += try inner.decode(Int.self) }
      }
      let nested = try container.nestedContainer(keyedBy: Keys.self, forKey: .nested)
      deep = try nested.decode(String.self, forKey: .absent)
      #expect(container.allKeys.count == 2)
      #expect(!container.contains(.absent))
      if sum % 2 == 1 { throw Odd() }
      if sum == 0 {
        throw DecodingError.dataCorruptedError(
          forKey: .list, in: container, debugDescription: "is empty")
      }
      if sum == 2 { _ = try list.decode(Int.self) }
    }
  }

  @Test func handWrittenInitializers() throws {
    let text = { (list: String) in #"[{"list":\#(list),"nested":{"absent":"d"}}]"# }
    let value = try Self.decode([Custom].self, text("[[1,2],null,[3]]"))
    #expect(value.first?.sum == 6)
    #expect(value.first?.deep == "d")
    #expect(try Self.complaint([Custom].self, text("[[1]]")) == "[0]: is odd")
    #expect(try Self.complaint([Custom].self, text("[]")) == "[0].list: is empty")
    #expect(
      try Self.complaint([Custom].self, text("[[2]]")) == "[0].list[1]: is required but missing")
    #expect(
      try Self.complaint([Custom].self, text("[[1,2],[[]]]"))
        == "[0].list[1][0]: expected a whole number, got an array")
  }

  struct Placeless: Decodable {
    init(from decoder: any Decoder) throws {
      throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "is no colour"))
    }
  }

  @Test func errorsWithoutAPlaceGetOne() throws {
    #expect(try Self.complaint([[Placeless]].self, "[[1]]") == "[0][0]: is no colour")
  }

  class Base: Decodable { var name: String }
  final class Derived: Base {
    var size: Int
    enum Keys: CodingKey { case size }
    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      size = try container.decode(Int.self, forKey: .size)
      try super.init(from: container.superDecoder())
    }
  }

  @Test func superclasses() throws {
    let derived = try Self.decode(Derived.self, #"{"size":1,"super":{"name":"n"}}"#)
    #expect(derived.name == "n")
    #expect(try Self.complaint(Derived.self, #"{"size":1}"#) == "super: is required but missing")
  }
}
