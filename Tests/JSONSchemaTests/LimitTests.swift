import Glibc
import JSON
import JSONSchema
import Testing

/// Every bound of the options holds, and nothing that stays within them overflows the stack.
struct LimitTests {
  @Test func subschemasAreCounted() throws {
    var options = SchemaOptions()
    options.maximumSubschemas = 3
    #expect(try Schema.error(#"{"allOf": [true, true]}"#, options: options) == nil)
    let error = try Schema.error(#"{"allOf": [true, true, true]}"#, options: options)
    #expect(error?.description == #"at "/allOf/2": the schema has more than 3 subschemas"#)
  }

  @Test func referencesAreCounted() throws {
    var options = SchemaOptions()
    options.maximumReferences = 1
    let schema =
      ##"{"$defs": {"a": true}, "allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}]}"##
    #expect(
      try Schema.error(schema, options: options)?.text == "the schema has more than 1 references")
  }

  @Test func depthIsBounded() throws {
    var options = SchemaOptions()
    options.maximumDepth = 10
    let schema = try Schema(##"{"items": {"$ref": "#"}}"##, options: options)
    #expect(try schema.violation("[[[[1]]]]") == nil)
    #expect(
      try schema.text("[[[[[[1]]]]]]")
        == "at the root: the value and its schema go deeper than the 10 levels that are checked; send a flatter value"
    )
  }

  @Test func doublingAlternativesEndEarly() throws {
    // 2^60 evaluations if all were done.
    let levels = (0..<60).map {
      ##""l\##($0)": {"allOf": [{"$ref": "#/$defs/l\##($0 + 1)"}, {"$ref": "#/$defs/l\##($0 + 1)"}]}"##
    }
    let schema = try Schema(
      ##"{"$ref": "#/$defs/l0", "$defs": {\##(levels.joined(separator: ",")), "l60": true}}"##)
    #expect(
      try schema.text("1")
        == "at the root: the value takes more than the 100004 steps that are spent on checking it; send a smaller one"
    )
  }

  @Test func longChainOfReferencesCompilesAndIsBounded() throws {
    let links = (0..<5_000).map { ##""l\##($0)": {"$ref": "#/$defs/l\##($0 + 1)"}"## }
    let schema = try Schema(
      ##"{"$ref": "#/$defs/l0", "$defs": {\##(links.joined(separator: ",")), "l5000": true}}"##)
    #expect(try schema.text("1")?.contains("levels that are checked") == true)
  }

  @Test func deepestValueFitsTheStack() throws {
    let schema = try Schema(
      ##"{"properties": {"a": {"anyOf": [{"$ref": "#"}]}}, "items": {"$ref": "#"}, "unevaluatedProperties": false, "enum": [1]}"##
    )
    let nested = String(repeating: "{\"a\":", count: 500) + "1" + String(repeating: "}", count: 500)
    let violation = OnHalfAStack.run { try? schema.text(nested) }
    #expect(violation != nil)
  }
}

/// Runs work on a thread with half the stack that the threads of the host have.
enum OnHalfAStack {
  private static let stackBytes = 4 << 20

  private final class Box {
    let work: () -> Void
    init(_ work: @escaping () -> Void) { self.work = work }
  }

  static func run<T>(_ work: () -> T?) -> T? {
    var result: T?
    withoutActuallyEscaping({ result = work() }) { work in
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      pthread_attr_setstacksize(&attributes, stackBytes)
      var thread = pthread_t()
      let box = Unmanaged.passRetained(Box(work))
      pthread_create(
        &thread, &attributes,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work()
          return nil
        }, box.toOpaque())
      pthread_join(thread, nil)
      pthread_attr_destroy(&attributes)
    }
    return result
  }
}
