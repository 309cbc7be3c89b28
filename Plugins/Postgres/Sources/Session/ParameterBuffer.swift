/// Parameters in the form that libpq takes: C strings and types. Kept from call to call.
struct ParameterBuffer {
  private var bytes: [UInt8] = []
  /// Where each text begins in `bytes`; nil is NULL.
  private var starts: [Int?] = []
  /// Empty where the server infers every type.
  private(set) var types: [UInt32] = []
  /// Buffers larger than this are not kept.
  private static let keptBytes = 64 << 10

  var count: Int { starts.count }

  mutating func set(_ parameters: [Parameter]) {
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptBytes)
    starts.removeAll(keepingCapacity: true)
    types = Self.types(parameters)
    for parameter in parameters {
      guard let text = parameter.text else {
        starts.append(nil)
        continue
      }
      starts.append(bytes.count)
      bytes.append(contentsOf: text.utf8)
      bytes.append(0)
    }
  }

  /// The types, empty where there are none to give.
  static func types(_ parameters: [Parameter]) -> [UInt32] {
    parameters.contains { $0.typeOID != 0 } ? parameters.map(\.typeOID) : []
  }

  mutating func set(types: [UInt32]) {
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptBytes)
    starts.removeAll(keepingCapacity: true)
    self.types = types
  }

  /// The pointers are good while `body` runs.
  func withPointers<R>(
    _ body: (UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?) -> R
  ) -> R {
    guard !starts.isEmpty || !types.isEmpty else { return body(nil, nil) }
    return unsafe bytes.withUnsafeBytes { bytes in
      let base = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress
      let pointers = unsafe starts.map { start in
        unsafe start.flatMap { start in unsafe base.map { unsafe $0 + start } }
      }
      return unsafe pointers.withUnsafeBufferPointer { pointers in
        unsafe types.withUnsafeBufferPointer { types in
          unsafe body(types.isEmpty ? nil : types.baseAddress, pointers.baseAddress)
        }
      }
    }
  }
}
