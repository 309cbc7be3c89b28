import Synchronization

/// `toolrack.aws/1` in a worker, which has no keys: requests go to the host, signatures come back.
final class WorkerSigning: RequestSigner {
  private struct State {
    var waiting: [UInt64: @Sendable (SigningOutcome) -> Void] = [:]
    var last: UInt64 = 0
  }

  private let plugin: String
  private let channel: WorkerChannel
  private let state = Mutex(State())

  init(plugin: String, channel: WorkerChannel) {
    self.plugin = plugin
    self.channel = channel
  }

  func sign(
    _ request: SigningRequest, completion: @escaping @Sendable (SigningOutcome) -> Void
  ) {
    // The host refuses these too; here they are kept off the socket.
    guard request.fields.count <= SigningLimits.fields,
      request.byteCount <= SigningLimits.requestBytes
    else {
      return completion(
        .failure(
          SigningFailure(
            .refused,
            "A signature is refused: the request has more than \(SigningLimits.fields) header "
              + "fields or \(SigningLimits.requestBytes) bytes.")))
    }
    let number = state.withLock { state -> UInt64? in
      guard state.waiting.count < SigningLimits.waiting else { return nil }
      state.last += 1
      state.waiting[state.last] = completion
      return state.last
    }
    guard let number else { return completion(.failure(.tooMany(plugin))) }
    channel.send { SigningFrame.append(request, number: number, to: &$0) }
  }

  /// [main] The host has answered.
  func signed(_ frame: Frame) throws(FrameError) {
    let outcome = try SigningFrame.outcome(frame.payload)
    let completion = state.withLock { $0.waiting.removeValue(forKey: frame.call) }
    completion?(outcome)
  }
}
