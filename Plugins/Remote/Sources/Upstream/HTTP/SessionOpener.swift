internal import JSON
internal import PluginKit
internal import Synchronization

/// Begins what a server speaks: asks for it, and says hello in the legacy era.
final class SessionOpener: Sendable {
  private let context: HTTPContext
  /// The session that was begun last.
  private let last = Mutex<Session?>(nil)

  init(_ context: HTTPContext) { self.context = context }

  private var server: String { context.wire.server }

  /// Begins a session. The one before is over then: what a server may still keep of it is ended.
  func open() async -> Result<Session, UpstreamFailure> {
    do throws(UpstreamFailure) {
      let session = try await session()
      let previous = last.withLock { last in
        defer { last = session }
        return last
      }
      if let previous, previous.id != session.id {
        Task { [context] in await context.wire.delete(previous) }
      }
      return .success(session)
    } catch {
      return .failure(error)
    }
  }

  /// Whether the server speaks the modern era now.
  func isModern() async -> Bool {
    let verdict = Handshake.verdict(on: await discover(), server: server)
    return if case .modern = verdict { true } else { false }
  }

  private func session() async throws(UpstreamFailure) -> Session {
    switch Handshake.verdict(on: await discover(), server: server) {
    case .modern(let info):
      return Session(number: context.nextID(), revision: info.revision, id: nil, info: info)
    case .failed(let failure): throw failure
    case .legacy(let discover):
      do {
        return try await initialize()
      } catch {
        throw Handshake.failure(discover: discover, initialize: error)
      }
    }
  }

  private func discover() async -> Result<JSONObject, UpstreamFailure> {
    do throws(WireFailure) {
      let (result, _) = try await context.round(
        "server/discover", [:], .probe,
        timeoutMilliseconds: context.options.openTimeoutMilliseconds)
      return .success(result)
    } catch {
      return .failure(error.failure)
    }
  }

  private func initialize() async throws(UpstreamFailure) -> Session {
    let result: JSONObject
    let fields: [HTTPField]
    do throws(WireFailure) {
      (result, fields) = try await context.round(
        "initialize", Handshake.initializeParams(client: context.options.client), nil,
        timeoutMilliseconds: context.options.openTimeoutMilliseconds)
    } catch {
      throw error.failure
    }
    let info = try Handshake.info(from: result, server: server)
    let id = HTTPResponse(status: 200, fields: fields).field(RequestFields.sessionID)
    if let id, !Session.isValid(id: id) {
      throw UpstreamFailure(
        .protocolError, "\(server) gave a session id that is no visible ASCII.", wasSent: true)
    }
    let session = Session(
      number: context.nextID(), revision: info.revision, id: id, info: info)
    let method = "notifications/initialized"
    await context.wire.tell(
      OutgoingMessage.notification(method, [:]), RequestFields.post(method, [:], session))
    return session
  }
}
