import HTTPClient
import PluginABI

/// A function of a plugin that takes responses, with the plugin's own pointer. How often it runs is
/// up to the interface.
struct HTTPCompletion: @unchecked Sendable {
  // Sendable: the contract says that the function is [any] and that `user` is the plugin's own
  // affair.
  let function: toolrack_http_done
  let user: UnsafeMutableRawPointer?

  /// Hands over a response; the head of one has no body.
  func succeed(_ response: HTTPClientResponse) {
    var text: [UInt8] = []
    var lengths: [(name: Int, value: Int)] = []
    for field in response.fields {
      text.append(contentsOf: field.name.utf8)
      text.append(contentsOf: field.value.utf8)
      lengths.append((field.name.utf8.count, field.value.utf8.count))
    }
    text.withUnsafeBytes { text in
      var fields: [toolrack_http_field] = []
      var next = 0
      for length in lengths {
        let name = text[next..<(next + length.name)]
        let value = text[(next + length.name)..<(next + length.name + length.value)]
        fields.append(
          toolrack_http_field(
            name: toolrack_bytes(UnsafeRawBufferPointer(rebasing: name)),
            value: toolrack_bytes(UnsafeRawBufferPointer(rebasing: value))))
        next += length.name + length.value
      }
      fields.withUnsafeBufferPointer { fields in
        response.body.withUnsafeBytes { body in
          deliver(status: UInt32(response.status), fields: fields, body: body)
        }
      }
    }
  }

  /// Hands over a response that has a status, fields or a body, or nothing at all.
  func deliver(
    status: UInt32 = 0, fields: UnsafeBufferPointer<toolrack_http_field>? = nil,
    body: UnsafeRawBufferPointer = .empty
  ) {
    var response = toolrack_http_response()
    response.size = UInt32(MemoryLayout<toolrack_http_response>.size)
    response.status = status
    response.fields = fields?.baseAddress
    response.field_count = fields?.count ?? 0
    response.body = toolrack_bytes(body)
    function(user, &response)
  }

  /// Hands over a failure.
  func fail(_ error: HTTPClientError) {
    var message = error.message
    message.withUTF8 { message in
      var response = toolrack_http_response()
      response.size = UInt32(MemoryLayout<toolrack_http_response>.size)
      response.failure = error.code.rawValue
      response.message = toolrack_bytes(UnsafeRawBufferPointer(message))
      function(user, &response)
    }
  }
}
