internal import PluginABI

/// A complete response, whatever its status.
public struct HTTPResponse: Sendable, Equatable {
  /// The status code.
  public var status: Int
  /// Header fields in order.
  public var fields: [HTTPField]
  /// The content.
  public var body: [UInt8]

  /// A response.
  public init(status: Int, fields: [HTTPField] = [], body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// The value of the first field of that name, in any case.
  public func field(_ name: String) -> String? { fields.first(named: name)?.value }

  init(_ response: toolrack_http_response) {
    let fields = UnsafeBufferPointer(
      start: response.fields, count: response.fields == nil ? 0 : response.field_count)
    self.init(
      status: Int(response.status),
      fields: fields.map { HTTPField($0.name.string, $0.value.string) },
      body: response.body.array)
  }
}
