/// What is remembered of a legacy client from one message to the next: over HTTP by its soft
/// session, over stdio by the connection.
package struct ClientContext: Sendable, Equatable {
  /// What `initialize` settled on.
  package var revision: Revision?
  /// The least severe level of log message, from logging/setLevel; nil: never set.
  package var logLevel: LogLevel?
  /// The JSON object of capabilities declared at `initialize`; nil: not known.
  package var capabilities: [UInt8]?

  /// Nothing is known.
  package init() {}
}
