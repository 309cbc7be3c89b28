import JSON
import Testing

/// Members in order, few and many.
struct JSONObjectTests {
  @Test func keepsOrderAndPlaces() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = 4
    #expect(object.keys == ["b", "a", "c"])
    #expect(object.description == #"{"b":4,"a":2,"c":3}"#)
    object["a"] = nil
    object["absent"] = nil
    #expect(object.keys == ["b", "c"])
    object["a"] = nil as JSONValue?
    object["a"] = JSONValue.null
    #expect(object.members.map(\.key) == ["b", "c", "a"])
    #expect(object["a"] == .null)
    #expect(object.count == 3)
    #expect(!object.isEmpty)
    #expect(JSONObject().isEmpty)
  }

  @Test func ofTwoEqualKeysTheLastWins() {
    let object: JSONObject = ["a": 1, "b": 2, "a": 3]
    #expect(object.description == #"{"a":3,"b":2}"#)
  }

  @Test func canonicallyEquivalentKeysAreTwo() {
    let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
    #expect(object.count == 2)
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
  }

  /// A dictionary and an array of keys say what is right, on both sides of the point where the
  /// object starts to keep places.
  @Test func agreesWithADictionary() {
    var random = SeededGenerator(seed: 7)
    var object = JSONObject()
    var order: [String] = []
    var model: [String: Int64] = [:]
    for step in 0..<4000 {
      let key = "k\(Int.random(in: 0..<40, using: &random))"
      if Int.random(in: 0..<3, using: &random) == 0 {
        object[key] = nil
        model[key] = nil
        order.removeAll { $0 == key }
      } else {
        if model[key] == nil { order.append(key) }
        object[key] = .number(JSONNumber(Int64(step)))
        model[key] = Int64(step)
      }
      #expect(object[key]?.integer == model[key])
      if step % 100 == 0 { #expect(object.keys == order) }
    }
    #expect(object.keys == order)
    for key in order { #expect(object[key]?.integer == model[key]) }
  }

  @Test func equalityLooksAtEveryMember() {
    var large = JSONObject()
    for index in 0..<50 { large["k\(index)"] = 1 }
    var reversed = JSONObject()
    for index in (0..<50).reversed() { reversed["k\(index)"] = 1 }
    #expect(large == reversed)
    reversed["k0"] = 2
    #expect(large != reversed)
    reversed["k0"] = nil
    #expect(large != reversed)
  }
}
