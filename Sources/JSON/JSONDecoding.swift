/// Makes values of `Decodable` types from JSON values.
///
/// Integers are taken from any number that is whole, `5`, `5.0` or `5e0`, and must fit the type.
/// Members that the type does not ask for are ignored. A member that is `null` counts as absent
/// where the type is optional.
public enum JSONDecoding {
  /// Decodes a value. The error names the field as a path, what was expected and what was found.
  public static func decode<T: Decodable>(
    _ type: T.Type, from value: JSONValue
  ) throws(JSONDecodingError) -> T {
    do {
      return try JSONValueDecoder(value, codingPath: []).decode(type)
    } catch {
      throw JSONDecodingError(error, at: [])
    }
  }
}

/// One value at one place.
struct JSONValueDecoder: Decoder {
  let value: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(_ value: JSONValue, codingPath: [any CodingKey]) {
    self.value = value
    self.codingPath = codingPath
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let object) = value else { throw mismatch(JSONKind.object.phrase) }
    return KeyedDecodingContainer(JSONKeyedContainer(object: object, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let elements) = value else { throw mismatch(JSONKind.array.phrase) }
    return JSONUnkeyedContainer(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    JSONSingleValueContainer(decoder: self)
  }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    do {
      return try T(from: self)
    } catch let error as DecodingError {
      throw unknownChoice(type) ?? JSONDecodingError(error, at: codingPath)
    } catch {
      throw JSONDecodingError(error, at: codingPath)
    }
  }

  func string() throws(JSONDecodingError) -> String {
    guard case .string(let text) = value else { throw mismatch(JSONKind.string.phrase) }
    return text
  }

  func bool() throws(JSONDecodingError) -> Bool {
    guard case .bool(let truth) = value else { throw mismatch("true or false") }
    return truth
  }

  func floatingPoint<T: BinaryFloatingPoint>(_ type: T.Type) throws(JSONDecodingError) -> T {
    guard case .number(let number) = value else { throw mismatch(JSONKind.number.phrase) }
    let result = T(number.double)
    guard result.isFinite else { throw problem("\(shortValue) is too large for \(type)") }
    return result
  }

  func integer<T: FixedWidthInteger>(_ type: T.Type) throws(JSONDecodingError) -> T {
    guard case .number(let number) = value else { throw mismatch("a whole number") }
    if let result = T(number.text) { return result }
    guard let digits = WholeNumber.digits(of: number.text) else {
      throw problem("expected a whole number, got \(shortValue)")
    }
    if let result = T(digits) { return result }
    throw problem("\(shortValue) does not fit; it must be from \(T.min) to \(T.max)")
  }

  func mismatch(_ expected: String) -> JSONDecodingError {
    problem("expected \(expected), got \(value.kind.phrase)")
  }

  func problem(_ text: String) -> JSONDecodingError { JSONDecodingError(codingPath, text) }

  /// The complaint about a string or number that is the raw value of no case of an enumeration.
  private func unknownChoice<T>(_ type: T.Type) -> JSONDecodingError? {
    guard let cases = type as? any CaseIterable.Type else { return nil }
    let names = rawValues(cases).map { $0.description }
    guard !names.isEmpty else { return nil }
    return problem("expected one of \(names.joined(separator: ", ")), got \(shortValue)")
  }

  private func rawValues<C: CaseIterable>(_ type: C.Type) -> [JSONValue] {
    type.allCases.compactMap { choice in
      switch (choice as? any RawRepresentable)?.rawValue {
      case let text as String: .string(text)
      case let number as any BinaryInteger: .number(JSONNumber(Int64(clamping: number)))
      default: nil
      }
    }
  }

  /// The value itself, or only its kind where it is long.
  private var shortValue: String {
    let longest = 64
    let text = value.description
    return text.utf8.count <= longest ? text : value.kind.phrase
  }
}
