/// What a schema may cost to compile and to run, and what it asserts.
package struct SchemaOptions: Sendable {
  /// Whether `format` refuses values, as the format-assertion vocabulary says. By default it is an
  /// annotation, as draft 2020-12 has it.
  package var assertsFormat = false
  /// How many schemas may be at work inside each other: one for each level of the value, one more
  /// for each reference or alternative on the way. Bounds the stack.
  package var maximumDepth = 640
  /// How many subschemas, in the document and in all it refers to.
  package var maximumSubschemas = 20_000
  /// How many `$ref` and `$dynamicRef`.
  package var maximumReferences = 10_000
  /// The length of one regular expression in bytes.
  package var maximumPatternBytes = 4_096
  /// How many states all regular expressions of a schema may have together, counted repetitions
  /// written out.
  package var maximumPatternStates = 20_000
  /// How many steps all regular expressions of one validation may take together.
  package var patternStepLimit = 12_000_000
  /// How many steps one validation may take, whatever the size of the document. A step is a schema
  /// applied to a value, a member or element looked at, or `bytesPerStep` bytes read.
  package var baseSteps = 100_000
  /// How many more for each byte of the document.
  package var stepsPerByte = 4
  /// How many at most, however large the document is. With `patternStepLimit` this is about a
  /// quarter of a second.
  package var maximumSteps = 6_000_000

  /// How many bytes of a number, a text or a container are read, hashed or compared for one step.
  package static let bytesPerStep = 4

  /// The defaults, to be changed one by one.
  package init() {}

  /// Formats not asserted, and bounds that no schema made for its purpose comes near.
  package static let `default` = SchemaOptions()
}
