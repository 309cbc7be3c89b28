import Synchronization

/// Signatures for a worker: the request comes as a frame, the keys stay here.
extension WorkerPlugin {
  /// [read-NAME] Signs at once where the credentials are known, else when they have come; then
  /// perhaps for a worker that has ended meanwhile, and nobody hears of it.
  func sign(_ frame: Frame, for process: WorkerProcess) throws(FrameError) {
    let request = try SigningFrame.request(frame.payload)
    let number = frame.call
    guard state.withLock({ $0.queuedBytes < Self.maximumQueuedBytes }) else {
      throw FrameError(description: "it asks for signatures and does not read them")
    }
    signing.sign(request) { [self] outcome in
      state.withLock { state in
        guard state.process?.socket === process.socket else { return }
        state.outbox.append { SigningFrame.append(outcome, number: number, to: &$0) }
      }
      flush()
    }
  }
}
