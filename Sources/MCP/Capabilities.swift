/// What is announced, which is exactly what is served.
///
/// No list announces changes: there are no subscriptions, clients go by `ttlMs`. Log messages
/// reach modern clients, which ask for them request by request; the legacy way needs a level that
/// the server remembers between requests, so there the methods and the capability are missing.
enum Capabilities {
  static func modern(sendsLogMessages: Bool) -> StaticString {
    sendsLogMessages
      ? "{\"tools\":{},\"prompts\":{},\"resources\":{},\"completions\":{},\"logging\":{}}"
      : "{\"tools\":{},\"prompts\":{},\"resources\":{},\"completions\":{}}"
  }

  static let legacy: StaticString =
    "{\"tools\":{},\"prompts\":{},\"resources\":{},\"completions\":{}}"
}
