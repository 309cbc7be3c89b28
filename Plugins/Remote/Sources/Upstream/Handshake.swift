internal import JSON

/// Finds out what a server speaks. What it is asked first, and what its answers mean, is the same
/// over every transport (MCP 2026-07-28, "Versioning").
enum Handshake {
  /// What the answer to `server/discover` says.
  enum Verdict: Sendable, Equatable {
    case modern(UpstreamInfo)
    /// `initialize` is worth a try; the failure is what to report where that fails in the same way.
    case legacy(UpstreamFailure)
    case failed(UpstreamFailure)
  }

  /// HTTP statuses of servers that do not know the request, rather than of ones that do not work.
  private static let unknowing = [400, 404, 405, 406, 409, 410, 415, 422, 500, 501]

  static func initializeParams(client: JSONObject) -> JSONObject {
    [
      "protocolVersion": .string(Revision.newestLegacy), "capabilities": [:],
      "clientInfo": .object(client),
    ]
  }

  static func verdict(
    on answer: Result<JSONObject, UpstreamFailure>, server: String
  ) -> Verdict {
    switch answer {
    case .success(let result): return verdict(on: result, server)
    case .failure(let failure):
      switch failure.kind {
      case .rpc(ErrorCode.unsupportedVersion, let data):
        return verdict(onSupported: data?["supported"]?.array ?? [], failure, server)
      case .rpc, .protocolError: return .legacy(failure)
      case .status(let status) where unknowing.contains(status): return .legacy(failure)
      default: return .failed(failure)
      }
    }
  }

  private static func verdict(on result: JSONObject, _ server: String) -> Verdict {
    guard let versions = result["supportedVersions"]?.array else {
      return .legacy(
        UpstreamFailure(
          .protocolError, "\(server) answered server/discover without supportedVersions.",
          wasSent: true))
    }
    guard versions.contains(.string(Revision.modern)) else {
      return verdict(onSupported: versions, nil, server)
    }
    let meta = result["_meta"]
    return .modern(
      UpstreamInfo(
        serverInfo: meta?["io.modelcontextprotocol/serverInfo"]?.object
          ?? result["serverInfo"]?.object ?? [:],
        capabilities: result["capabilities"]?.object ?? [:], revision: Revision.modern,
        instructions: result["instructions"]?.string))
  }

  /// A server that does not serve 2026-07-28 may name others; a list without any that is known here
  /// leaves nothing to try.
  private static func verdict(
    onSupported versions: [JSONValue], _ failure: UpstreamFailure?, _ server: String
  ) -> Verdict {
    let unknown = unknownRevision(versions.compactMap(\.string), server)
    let hasLegacy = versions.contains { Revision.legacy.contains($0.string ?? "") }
    return versions.isEmpty || hasLegacy ? .legacy(failure ?? unknown) : .failed(unknown)
  }

  /// What the answer to `initialize` says.
  static func info(
    from result: JSONObject, server: String
  ) throws(UpstreamFailure) -> UpstreamInfo {
    guard let revision = result["protocolVersion"]?.string else {
      throw UpstreamFailure(
        .protocolError, "\(server) answered initialize without a protocolVersion.", wasSent: true)
    }
    guard Revision.legacy.contains(revision) else { throw unknownRevision([revision], server) }
    return UpstreamInfo(
      serverInfo: result["serverInfo"]?.object ?? [:],
      capabilities: result["capabilities"]?.object ?? [:], revision: revision,
      instructions: result["instructions"]?.string)
  }

  /// Which of both failures says more, where `initialize` failed, too.
  static func failure(
    discover: UpstreamFailure, initialize: UpstreamFailure
  ) -> UpstreamFailure {
    switch discover.kind {
    case .rpc(ErrorCode.headerMismatch, _), .rpc(ErrorCode.missingCapability, _): discover
    default: initialize
    }
  }

  private static func unknownRevision(_ revisions: [String], _ server: String) -> UpstreamFailure {
    let theirs = revisions.prefix(10).map { SingleLine.of($0, 40) }.joined(separator: ", ")
    let ours = ([Revision.modern] + Revision.legacy).joined(separator: ", ")
    return UpstreamFailure(
      .notMCP, "\(server) speaks MCP \(theirs); known here are \(ours).", wasSent: true)
  }
}
