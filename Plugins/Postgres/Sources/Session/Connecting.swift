internal import CLibpq
internal import Glibc

extension Connection {
  /// Connects without blocking but for the resolution of names. Throws `.unreachable`,
  /// `.cancelled`, or `.refused` where there is no libpq.
  static func open(
    _ options: SessionOptions, deadlineNanoseconds: Int64, _ cancellation: Cancellation?
  ) throws(PostgresFailure) -> Connection {
    try Libpq.open()
    guard let wake = WakeDescriptor() else {
      throw .refused("The process has no file descriptor left for a connection.")
    }
    let holdsNUL = options.parameters.contains {
      $0.keyword.utf8.contains(0) || $0.value.utf8.contains(0)
    }
    guard !holdsNUL else { throw .refused("A setting of the connection holds a NUL character.") }
    guard let handle = unsafe start(options) else {
      throw .refused("Memory is too short for a connection.")
    }
    cancellation?.attach(wake)
    defer { cancellation?.detach() }
    let failure = unsafe establish(handle, options, deadlineNanoseconds, cancellation, wake)
    if let failure {
      unsafe clibpq_finish(handle)
      throw failure
    }
    guard
      let connection = unsafe Connection(
        established: handle, wake: wake, cancels: options.cancels)
    else {
      throw .unreachable(alias: options.alias, "libpq cannot begin a pipeline.")
    }
    return connection
  }

  private static func start(_ options: SessionOptions) -> OpaquePointer? {
    var keywords = unsafe options.parameters.map { unsafe strdup($0.keyword) }
    var values = unsafe options.parameters.map { unsafe strdup($0.value) }
    unsafe keywords.append(nil)
    unsafe values.append(nil)
    defer { unsafe (keywords + values).forEach { unsafe free($0) } }
    let constants = (
      unsafe keywords.map { unsafe UnsafePointer<CChar>($0) },
      unsafe values.map { unsafe UnsafePointer<CChar>($0) }
    )
    return unsafe clibpq_connect_start(constants.0, constants.1)
  }

  /// Nil: established.
  private static func establish(
    _ handle: OpaquePointer, _ options: SessionOptions, _ deadline: Int64,
    _ cancellation: Cancellation?, _ wake: WakeDescriptor
  ) -> PostgresFailure? {
    guard unsafe !clibpq_is_bad(handle) else { return unsafe unreachable(handle, options) }
    var state = CLIBPQ_POLLING_WRITING
    while state != CLIBPQ_POLLING_OK {
      guard state != CLIBPQ_POLLING_FAILED else { return unsafe unreachable(handle, options) }
      let event = state == CLIBPQ_POLLING_READING ? POLLIN : POLLOUT
      let polls = UnsafeMutableBufferPointer<pollfd>.allocate(capacity: 2)
      defer { unsafe polls.deallocate() }
      unsafe polls.initializeElement(
        at: 0, to: pollfd(fd: clibpq_socket(handle), events: Int16(event), revents: 0))
      unsafe polls.initializeElement(
        at: 1, to: pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0))
      let count = unsafe poll(polls.baseAddress, 2, milliseconds(until: deadline))
      if cancellation?.isCancelled == true { return .cancelled }
      guard MonotonicClock.now() < deadline else {
        return .unreachable(
          alias: options.alias, "The server did not let us in before the time was up.")
      }
      if unsafe polls[1].revents != 0 { wake.drain() }
      guard count > 0, unsafe polls[0].revents != 0 else { continue }
      state = unsafe clibpq_connect_poll(handle)
    }
    return nil
  }

  private static func unreachable(
    _ handle: OpaquePointer, _ options: SessionOptions
  ) -> PostgresFailure {
    let text = unsafe String(cString: clibpq_error_message(handle))
    return .unreachable(
      alias: options.alias, ConnectionMessage.readable(text, options.parameters))
  }
}
