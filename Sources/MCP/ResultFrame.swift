/// Puts a result into its response.
enum ResultFrame {
  private static let head: StaticString = "{\"jsonrpc\":\"2.0\",\"id\":"
  private static let middle: StaticString = ",\"result\":"

  /// The start of a response up to its result, with room for that many bytes more.
  @inline(__always)
  static func begin(id: ArraySlice<UInt8>, reserving capacity: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      head.utf8CodeUnitCount + id.count + middle.utf8CodeUnitCount + capacity + 1)
    bytes.append(head)
    bytes.append(contentsOf: id)
    bytes.append(middle)
    return bytes
  }

  /// A response with a result that is complete already.
  static func reply(id: ArraySlice<UInt8>, result: [UInt8]) -> MCPReply {
    var bytes = begin(id: id, reserving: result.count)
    bytes += result
    bytes.append(UInt8(ascii: "}"))
    return MCPReply(body: bytes)
  }
}
