/// A request for a signature in a frame, and what comes of it. Texts are a UInt32 of bytes, then
/// the bytes; the frame's call is the number of the signature, which the worker chooses.
enum SigningFrame {
  private static let presigns: UInt32 = 1

  /// UInt32 flags, method, URL, service, region, UInt32 fields, their names and values, content.
  static func append(_ request: SigningRequest, number: UInt64, to frames: inout [UInt8]) {
    frames.appendFrame(.sign, call: number) { frame in
      frame.appendInteger(request.presigns ? presigns : 0)
      for text in [request.method, request.url, request.service, request.region] {
        frame.append(text: text)
      }
      frame.append(fields: request.fields)
      frame.append(contentsOf: request.body)
    }
  }

  static func request(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> SigningRequest {
    var cursor = FrameCursor(payload)
    let flags = try cursor.integer(UInt32.self)
    guard flags & ~presigns == 0 else {
      throw FrameError(description: "a request for a signature has unknown flags")
    }
    let method = try cursor.text()
    let url = try cursor.text()
    let service = try cursor.text()
    let region = try cursor.text()
    let fields = try cursor.fields()
    return SigningRequest(
      method: method, url: url, fields: fields, body: [UInt8](cursor.remainder()),
      service: service, region: region, presigns: flags != 0)
  }

  /// UInt32 failure, then its sentence; or 0, UInt32 fields, their names and values, URL.
  static func append(_ outcome: SigningOutcome, number: UInt64, to frames: inout [UInt8]) {
    frames.appendFrame(.signed, call: number) { frame in
      switch outcome {
      case .failure(let failure):
        frame.appendInteger(failure.code.rawValue)
        frame.append(contentsOf: failure.message.utf8)
      case .success(.fields(let fields)):
        frame.appendInteger(UInt32(0))
        frame.append(fields: fields)
      case .success(.url(let url)):
        frame.appendInteger(UInt32(0))
        frame.append(fields: [])
        frame.append(contentsOf: url.utf8)
      }
    }
  }

  static func outcome(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> SigningOutcome {
    var cursor = FrameCursor(payload)
    let failure = try cursor.integer(UInt32.self)
    guard failure == 0 else {
      let code = SigningFailure.Code(rawValue: failure) ?? .unavailable
      return .failure(SigningFailure(code, String(decoding: cursor.remainder(), as: UTF8.self)))
    }
    let fields = try cursor.fields()
    let url = cursor.remainder()
    return .success(
      url.isEmpty ? .fields(fields) : .url(String(decoding: url, as: UTF8.self)))
  }
}

extension [UInt8] {
  fileprivate mutating func append(text: String) {
    appendInteger(UInt32(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  fileprivate mutating func append(fields: [SigningField]) {
    appendInteger(UInt32(fields.count))
    for field in fields {
      append(text: field.name)
      append(text: field.value)
    }
  }
}

extension FrameCursor {
  fileprivate mutating func text() throws(FrameError) -> String {
    String(decoding: try bytes(Int(try integer(UInt32.self))), as: UTF8.self)
  }

  fileprivate mutating func fields() throws(FrameError) -> [SigningField] {
    let count = try integer(UInt32.self)
    guard count <= SigningLimits.fields else {
      throw FrameError(description: "a request for a signature has \(count) fields")
    }
    var fields: [SigningField] = []
    for _ in 0..<count { fields.append(SigningField(try text(), try text())) }
    return fields
  }
}
