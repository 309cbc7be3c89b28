import PluginABI

/// One call in a worker: turns what the plugin says into frames.
final class WorkerCallSink: CallSink {
  /// The host's handle bits.
  let call: UInt64
  private let number: UInt64
  private let begun: BegunCalls
  private let channel: WorkerChannel

  /// `number`: its place among the calls of this worker, from 1.
  init(call: UInt64, number: UInt64, begun: BegunCalls, channel: WorkerChannel) {
    self.call = call
    self.number = number
    self.begun = begun
    self.channel = channel
  }

  func begins() {
    begun.begin(number)
  }

  func completed(_ result: UnsafePointer<toolrack_result>) {
    var failure: FrameError?
    channel.send { frames in
      do throws(FrameError) {
        try ResultFrame.append(result.pointee, call: call, to: &frames)
      } catch {
        failure = error
      }
    }
    if let failure { sendError(failure.description) }
  }

  func failed(_ failure: CallFailure) {
    let status =
      switch failure.code {
      case .busy: TOOLRACK_BUSY
      case .notFound: TOOLRACK_NOT_FOUND
      default: TOOLRACK_FAILED
      }
    channel.send { $0.appendFrame(.refused, call: call) { $0.appendInteger(Int32(status)) } }
  }

  /// The host must know all the same, or the call would count as running past its deadline.
  func endedUnheard() {
    channel.send { $0.appendFrame(.refused, call: call) { $0.appendInteger(TOOLRACK_OK) } }
  }

  func progressed(done: Double, total: Double, message: UnsafeRawBufferPointer) {
    channel.send { frames in
      frames.appendFrame(.progress, call: call) { frame in
        frame.appendInteger(done.bitPattern)
        frame.appendInteger(total.bitPattern)
        frame.append(bytes: message)
      }
    }
  }

  func closesStream() {
    channel.send { $0.appendFrame(.closeStream, call: call) }
  }

  /// A result that cannot travel becomes a tool error that says so.
  private func sendError(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      var result = toolrack_result()
      result.size = UInt32(MemoryLayout<toolrack_result>.size)
      result.flags = UInt32(TOOLRACK_RESULT_TOOL_ERROR)
      result.error_summary = toolrack_bytes(UnsafeRawBufferPointer(utf8))
      channel.send { try? ResultFrame.append(result, call: call, to: &$0) }
    }
  }
}
