/// What a parse accepts beyond the grammar. Every parse is bounded by these.
public struct JSONLimits: Sendable, Equatable {
  /// No document is deeper than this, whatever `maximumDepth` says: trees are walked by recursion.
  public static let deepest = 1024
  /// No document is larger than this, whatever `maximumBytes` says: offsets are 32 bits wide.
  public static let largest = 256 * 1024 * 1024

  /// How many arrays and objects may be open at once.
  public var maximumDepth = 128
  /// Length of the whole text in bytes, white space included. The index of a document takes at
  /// most 8 times as many bytes again.
  public var maximumBytes = 64 * 1024 * 1024
  /// Whether an object that holds a key twice is refused. Where it is not, the last one wins.
  public var refusesDuplicateKeys = true

  /// 128 levels, 64 MiB, no duplicate keys.
  public static let `default` = JSONLimits()

  /// The default limits, to be changed one by one.
  public init() {}

  /// Limits as given, the others by default.
  public init(
    maximumDepth: Int = 128, maximumBytes: Int = 64 * 1024 * 1024,
    refusesDuplicateKeys: Bool = true
  ) {
    self.maximumDepth = maximumDepth
    self.maximumBytes = maximumBytes
    self.refusesDuplicateKeys = refusesDuplicateKeys
  }

  var effectiveDepth: Int { max(0, min(maximumDepth, Self.deepest)) }
  var effectiveBytes: Int { max(0, min(maximumBytes, Self.largest)) }
}
