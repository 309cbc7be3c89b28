import Testing

@testable import Host

/// What makes two spellings of the same arguments one.
@Suite struct CanonicalJSONTests {
  private func canonical(_ text: String?) -> String {
    String(decoding: CanonicalJSON.bytes(of: text.map { Array($0.utf8) }), as: UTF8.self)
  }

  @Test func `blanks and the order of members do not count`() {
    let one = canonical(#"{ "b": [1, {"y": 2, "x": "\u0041"}], "a": null }"#)
    #expect(one == canonical(#"{"a":null,"b":[1,{"x":"A","y":2}]}"#))
    #expect(one == #"{"a":null,"b":[1,{"x":"A","y":2}]}"#)
  }

  @Test func `values, the order of elements and the spelling of numbers do`() {
    #expect(canonical(#"{"a":[1,2]}"#) != canonical(#"{"a":[2,1]}"#))
    #expect(canonical(#"{"a":1}"#) != canonical(#"{"a":1.0}"#))
    #expect(canonical(#"{"a":9007199254740993}"#) == #"{"a":9007199254740993}"#)
  }

  @Test func `no arguments are an empty object`() {
    #expect(canonical(nil) == "{}" && canonical(" {} ") == "{}")
  }
}
