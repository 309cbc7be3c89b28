import JSON
import PluginKit
import Testing

@Suite struct SchemaTests {
  @Test(arguments: [
    (Schema.string(), #"{"type":"string"}"#),
    (
      .string(
        "d", minLength: 1, maxLength: 2, pattern: "^a", format: "uri", default: "x"),
      #"{"type":"string","description":"d","minLength":1,"maxLength":2,"pattern":"^a","#
        + #""format":"uri","default":"x"}"#
    ),
    (
      .enumeration(["a", "b"], "d", default: "a"),
      #"{"type":"string","description":"d","enum":["a","b"],"default":"a"}"#
    ),
    (
      .integer("d", minimum: -1, maximum: 9, default: 3),
      #"{"type":"integer","description":"d","minimum":-1,"maximum":9,"default":3}"#
    ),
    (
      .number("d", minimum: 0.5, maximum: 1.5, default: 1.25),
      #"{"type":"number","description":"d","minimum":0.5,"maximum":1.5,"default":1.25}"#
    ),
    (.number(maximum: .infinity), #"{"type":"number"}"#),
    (
      .boolean("d", default: false), #"{"type":"boolean","description":"d","default":false}"#
    ),
    (
      .array(of: .integer(), "d", minItems: 1, maxItems: 5, uniqueItems: true),
      #"{"type":"array","description":"d","items":{"type":"integer"},"minItems":1,"maxItems":5,"#
        + #""uniqueItems":true}"#
    ),
    (
      .object(["b": .string(), "a": .boolean()], required: ["a"], description: "d"),
      #"{"type":"object","description":"d","properties":{"b":{"type":"string"},"#
        + #""a":{"type":"boolean"}},"required":["a"],"additionalProperties":false}"#
    ),
    (
      .object(additionalProperties: true),
      #"{"type":"object","properties":{},"additionalProperties":true}"#
    ),
    (.raw(#"{ "type" : "null" }"#), #"{"type":"null"}"#),
    (.raw(["const": 5]), #"{"const":5}"#),
  ])
  func aSchemaIsWrittenInOrder(_ schema: Schema, _ expected: String) {
    #expect(schema.json.description == expected)
  }
}
