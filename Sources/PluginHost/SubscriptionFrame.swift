/// What a plugin is told of a resource's subscribers, in a frame: UInt8 1 where there are some, 0
/// where there are none any more, then the URI.
enum SubscriptionFrame {
  static func append(_ isSubscribed: Bool, _ uri: URIKey, to frames: inout [UInt8]) {
    frames.appendFrame(.subscribe) { frame in
      frame.append(isSubscribed ? 1 : 0)
      frame.append(contentsOf: uri.utf8)
    }
  }

  static func decode(
    _ payload: UnsafeRawBufferPointer
  ) throws(FrameError) -> (isSubscribed: Bool, uri: URIKey) {
    var cursor = FrameCursor(payload)
    let isSubscribed = try cursor.integer(UInt8.self)
    guard isSubscribed <= 1 else {
      throw FrameError(description: "a frame says neither that a resource has subscribers nor not")
    }
    return (isSubscribed == 1, try cursor.uri())
  }
}
