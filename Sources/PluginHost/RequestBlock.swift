import PluginABI

/// One allocation, shared by reference, that holds a `toolrack_request` and every byte it points
/// to. The views stay valid as long as a copy of this value lives, which is until the call is
/// completed or refused.
struct RequestBlock: @unchecked Sendable {
  // Sendable: written by `init` only, before anybody else has it.
  private let buffer: ManagedBuffer<toolrack_request, UInt8>

  /// How many bytes the request points to.
  let byteCount: Int

  /// Copies `request` and what it points to.
  init(copying request: toolrack_request) {
    var request = request
    let deadline = request.deadline_nanoseconds
    (buffer, byteCount) = request.withViews { views in
      let byteCount = views.byteCount
      let block = ManagedBuffer<toolrack_request, UInt8>.create(
        minimumCapacity: byteCount
      ) { _ in .empty }
      block.withUnsafeMutablePointers { header, bytes in
        header.pointee.deadline_nanoseconds = deadline
        header.pointee.withViews { $0.copyBytes(of: views, to: UnsafeMutableRawPointer(bytes)) }
      }
      return (block, byteCount)
    }
  }

  /// The request as the plugin gets it. Valid as long as a copy of this value lives.
  var request: UnsafePointer<toolrack_request> {
    buffer.withUnsafeMutablePointerToHeader { UnsafePointer($0) }
  }
}
