import PluginABI
import Synchronization

/// The C table of `toolrack.aws/1`, which every plugin gets; its context is the host table's.
enum SigningInterface {
  // Safe: one table for the life of the process, written here and then only read.
  nonisolated(unsafe) static let table: UnsafePointer<toolrack_aws> = {
    let table = UnsafeMutablePointer<toolrack_aws>.allocate(capacity: 1)
    table.initialize(
      to: toolrack_aws(
        size: UInt32(MemoryLayout<toolrack_aws>.size), reserved: 0,
        sign: { context, request, service, region, flags, done, user in
          let completion = HTTPCompletion(function: done, user: user)
          return HostTable.instance(context).sign(request.pointee, service, region, flags) {
            completion.signed($0)
          }
        }))
    return UnsafePointer(table)
  }()
}

extension PluginInstance {
  fileprivate func sign(
    _ source: toolrack_http_request, _ service: toolrack_bytes, _ region: toolrack_bytes,
    _ flags: UInt32, _ completion: @escaping @Sendable (SigningOutcome) -> Void
  ) -> Int32 {
    let known = UInt32(TOOLRACK_AWS_PRESIGN)
    guard source.size == UInt32(MemoryLayout<toolrack_http_request>.size), flags & ~known == 0
    else { return TOOLRACK_MISBEHAVIOUR }
    let fields = UnsafeBufferPointer(
      start: source.fields, count: source.fields == nil ? 0 : source.field_count)
    signer.sign(
      SigningRequest(
        method: source.method.text, url: source.url.text,
        fields: fields.map { SigningField($0.name.text, $0.value.text) }, body: source.body.array,
        service: service.text, region: region.text, presigns: flags & known != 0),
      completion: completion)
    return TOOLRACK_OK
  }
}

extension HTTPCompletion {
  fileprivate func signed(_ outcome: SigningOutcome) {
    switch outcome {
    case .success(.fields(let fields)): deliver(fields)
    case .success(.url(let url)): deliver(body: url)
    case .failure(let failure): deliver(failure: failure.code.rawValue, message: failure.message)
    }
  }

  private func deliver(
    _ fields: [SigningField] = [], body: String = "", failure: UInt32 = 0, message: String = ""
  ) {
    let texts = fields.flatMap { [$0.name, $0.value] } + [body, message]
    let bytes = texts.flatMap { Array($0.utf8) }
    bytes.withUnsafeBytes { bytes in
      var start = 0
      let views = texts.map { text in
        defer { start += text.utf8.count }
        let view = bytes[start..<(start + text.utf8.count)]
        return toolrack_bytes(UnsafeRawBufferPointer(rebasing: view))
      }
      let encoded = fields.indices.map {
        toolrack_http_field(name: views[2 * $0], value: views[2 * $0 + 1])
      }
      encoded.withUnsafeBufferPointer { encoded in
        var response = toolrack_http_response()
        response.size = UInt32(MemoryLayout<toolrack_http_response>.size)
        response.failure = failure
        response.fields = encoded.baseAddress
        response.field_count = encoded.count
        response.body = views[2 * fields.count]
        response.message = views[2 * fields.count + 1]
        function(user, &response)
      }
    }
  }
}
