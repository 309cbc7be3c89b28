package import JSON

/// A JSON Schema of draft 2020-12, compiled once and run on any number of documents, from any
/// thread. A copy costs one reference.
package struct CompiledSchema: Sendable {
  let program: Program

  /// Compiles the schema at `node` of a document.
  ///
  /// References go to the document itself, to the metaschema of draft 2020-12, and to `resources`
  /// by their URIs, which are looked at only where they are referred to; never to the network.
  /// Throws where the schema is malformed, names another dialect, refers to what is not there or
  /// to itself without end, or exceeds a bound of the options.
  package init(
    compiling document: JSONDocument, node: JSONDocument.Node = 0,
    options: SchemaOptions = .default, resources: [String: JSONDocument] = [:]
  ) throws(SchemaError) {
    var compiler = Compiler(document: document, options: options, resources: resources)
    program = try compiler.compile(root: node)
  }

  /// What is wrong with the value at `node`; nil if it is valid.
  ///
  /// Allocates nothing for a valid value unless the schema uses `unevaluated*`, `$dynamicRef`,
  /// patterns, formats, `uniqueItems`, or more required names than one pass keeps track of. The
  /// time is bounded by the options, whatever the schema and the value: all work that grows with
  /// either is counted in steps, and a value that takes too many is refused with a text that says
  /// so.
  package func firstViolation(
    in document: JSONDocument, at node: JSONDocument.Node = 0
  ) -> Violation? {
    let evaluator = Evaluator(program: program, document: document)
    var state = EvaluationState(options: program.options, byteCount: document.bytes.count)
    let isValid = evaluator.accepts(program.root, node, collecting: false, &state)
    if isValid, state.exhausted == nil { return nil }
    return ViolationText(evaluator: evaluator, root: node).violation(of: state)
  }
}
