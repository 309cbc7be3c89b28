internal import PluginKit

/// The messages of an event stream, as they arrive.
struct MessageStream {
  private let response: StreamedResponse
  private let wire: HTTPWire
  private(set) var parser: EventStreamParser
  /// Why the stream ended, where it did not end by itself.
  private(set) var breakage: HTTPFailure?
  private(set) var hasMessages = false

  /// `lastEventID`: what the stream goes on after.
  init(_ response: StreamedResponse, _ wire: HTTPWire, resumingAfter lastEventID: String? = nil) {
    self.response = response
    self.wire = wire
    parser = EventStreamParser(
      limitBytes: wire.options.messageLimitBytes, lastEventID: lastEventID)
  }

  /// The messages that came next, at least one; nil where the stream has ended.
  mutating func next() async throws(UpstreamFailure) -> [IncomingMessage]? {
    while let piece = try await piece() {
      var messages: [IncomingMessage] = []
      do {
        for event in try parser.append(piece) where event.type == "message" {
          messages += try IncomingMessage.all(
            in: event.data, limitBytes: wire.options.messageLimitBytes)
        }
      } catch let fault as IncomingMessage.Fault {
        throw refuse("sent an event that \(fault.text).")
      } catch {
        throw refuse("sent an event of more than \(wire.options.messageLimitBytes) bytes.")
      }
      if !messages.isEmpty {
        hasMessages = true
        return messages
      }
    }
    return nil
  }

  private mutating func piece() async throws(UpstreamFailure) -> [UInt8]? {
    do {
      return try await response.body.next()
    } catch {
      guard error.code == .broken else { throw wire.failure(error) }
      breakage = error
      return nil
    }
  }

  /// Nobody wants the rest.
  func cancel() { response.body.cancel() }

  /// The rest is of no interest, but its connection is.
  func leave() {
    Task { [response, wire] in await HTTPWire.drain(response.body, wire.clock) }
  }

  private func refuse(_ what: String) -> UpstreamFailure {
    response.body.cancel()
    return UpstreamFailure(.protocolError, "\(wire.server) \(what)", wasSent: true)
  }
}
