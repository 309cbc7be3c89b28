/// One statement of a pipeline.
struct Step {
  enum Action {
    /// Parsed, bound and run without a name.
    case run(String)
    case runPrepared(name: String)
    /// Parsed only; no name is the empty one.
    case prepare(name: String, text: String)
    case describe(name: String)
  }

  /// Whose result it is.
  enum Subject {
    /// The plugin's own: begin, settings, rollback.
    case own
    /// The statement that was asked for; its rows go to the sink.
    case rows
    case checked
    case prepared
    case described
    case deallocated
  }

  var action: Action
  var subject = Subject.own
  /// Characters before the caller's text in what is sent; nil where that text is not in it.
  var prefixCharacters: Int?

  /// The rows of a step go to the sink as they come.
  var streams: Bool { subject == .rows }

  var takesParameters: Bool {
    switch (action, subject) {
    case (.run, .rows), (.runPrepared, .rows), (.prepare, _): true
    default: false
    }
  }
}
