internal import JSON

/// A child that was asked what it speaks.
struct StdioSession: Sendable {
  var connection: StdioConnection
  var info: UpstreamInfo
}

/// Starts a child and finds out what it speaks (MCP 2026-07-28, "stdio", backward compatibility).
struct StdioOpener: Sendable {
  /// How long a server that knows only `initialize` may be silent to what it does not know.
  static let probeMilliseconds = 5000

  let target: StdioTarget
  let options: UpstreamOptions
  /// Makes the conversation of a new child.
  let connect: @Sendable () -> StdioConnection

  private var server: String { "The MCP server \"\(options.name)\"" }

  func open() async throws(UpstreamFailure) -> StdioSession {
    let connection = connect()
    try connection.start(target)
    do {
      return try await greet(connection)
    } catch {
      await connection.close()
      throw error
    }
  }

  private func greet(
    _ connection: StdioConnection
  ) async throws(UpstreamFailure) -> StdioSession {
    let answer = await discover(
      connection, milliseconds: min(Self.probeMilliseconds, options.openTimeoutMilliseconds))
    let isSilent = answer.failure?.kind == .timeout
    if answer.failure?.kind == .ended { return try await startAgain() }
    let verdict = isSilent ? nil : Handshake.verdict(on: answer, server: server)
    switch verdict {
    case .modern(let info): return StdioSession(connection: connection, info: info)
    case .failed(let failure): throw failure
    case .legacy, nil: break
    }
    do {
      return try await initialize(connection)
    } catch {
      // A server that starts slowly may have been modern all along.
      guard isSilent, case .rpc = error.kind else { throw error }
      let late = await discover(connection, milliseconds: options.openTimeoutMilliseconds)
      guard case .modern(let info) = Handshake.verdict(on: late, server: server) else {
        throw error
      }
      return StdioSession(connection: connection, info: info)
    }
  }

  /// Some older servers end when they are asked anything before `initialize`.
  private func startAgain() async throws(UpstreamFailure) -> StdioSession {
    let connection = connect()
    try connection.start(target)
    do {
      return try await initialize(connection)
    } catch {
      await connection.close()
      throw error
    }
  }

  private func discover(
    _ connection: StdioConnection, milliseconds: Int
  ) async -> StdioConnection.Outcome {
    let params = RequestMetadata(revision: Revision.modern, client: options.client).added(to: [:])
    do throws(UpstreamFailure) {
      return .success(
        try await connection.request(
          connection.nextID(), "server/discover", params, timeoutMilliseconds: milliseconds,
          tellsCancellation: false))
    } catch {
      return .failure(error)
    }
  }

  private func initialize(
    _ connection: StdioConnection
  ) async throws(UpstreamFailure) -> StdioSession {
    let result = try await connection.request(
      connection.nextID(), "initialize", Handshake.initializeParams(client: options.client),
      timeoutMilliseconds: options.openTimeoutMilliseconds, tellsCancellation: false)
    let info = try Handshake.info(from: result, server: server)
    connection.tell("notifications/initialized", [:])
    return StdioSession(connection: connection, info: info)
  }
}

extension Result {
  fileprivate var failure: Failure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}
