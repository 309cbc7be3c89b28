/// The host's name for one running call.
///
/// `@unchecked Sendable`: the pointer is a handle that the host checks on every use, from any
/// thread and also after the call has ended; nothing here looks at what it points to.
struct CallHandle: @unchecked Sendable, Hashable {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }
}
