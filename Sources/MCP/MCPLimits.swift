package import JSON

/// Bounds of one received message.
package struct MCPLimits: Sendable {
  /// Depth and size of the JSON. A key that occurs twice in an object is refused.
  package var json: JSONLimits
  /// The most messages in one batch of revision 2025-03-26.
  package var batchCount: Int

  /// 128 levels, 4 MiB, 100 messages, unless told otherwise.
  package init(
    json: JSONLimits = JSONLimits(maximumDepth: 128, maximumBytes: 4 * 1024 * 1024),
    batchCount: Int = 100
  ) {
    self.json = json
    self.batchCount = batchCount
  }
}

/// What modern clients may keep of a list, and for how long.
package struct CachePolicy: Sendable {
  /// Who may share a kept answer.
  package enum Scope: Sendable {
    /// The same for every caller.
    case `public`
    /// Only for the caller that asked, as where lists depend on the caller.
    case `private`
  }

  /// `ttlMs` of tools/list and the other lists.
  package var listMilliseconds: Int
  /// `ttlMs` of server/discover.
  package var discoverMilliseconds: Int
  /// `cacheScope` of all of them.
  package var scope: Scope

  /// 30 seconds for lists, 5 minutes for discovery, public, unless told otherwise.
  package init(
    listMilliseconds: Int = 30_000, discoverMilliseconds: Int = 300_000, scope: Scope = .public
  ) {
    self.listMilliseconds = listMilliseconds
    self.discoverMilliseconds = discoverMilliseconds
    self.scope = scope
  }
}
