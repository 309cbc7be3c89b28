import Crypto

/// The canonical form of a request, which is what is signed (AWS General Reference, "Create a
/// canonical request").
struct CanonicalRequest {
  /// Names of the signed fields, in small letters, sorted, joined by ";".
  let signedNames: [UInt8]
  let bytes: [UInt8]

  /// The form of those fields of the request, which are named in small letters.
  ///
  /// - Parameters:
  ///   - query: the query to use in place of the request's own.
  ///   - payloadHash: what stands for the content, hexadecimal.
  ///   - normalizesPath: whether dot segments and empty segments are removed, which all services
  ///     but S3 do.
  init(
    _ request: SignableRequest, signing names: [[UInt8]], query: [UInt8]?, payloadHash: [UInt8],
    normalizesPath: Bool = true
  ) {
    let names = names.sorted { $0.lexicographicallyPrecedes($1) }
    let newLine = UInt8(ascii: "\n")
    signedNames = Array(names.joined(separator: [UInt8(ascii: ";")]))
    var bytes = request.method + [newLine]
    bytes += Self.path(request.path, normalizes: normalizesPath) + [newLine]
    bytes += Self.query(query ?? []) + [newLine]
    for name in names {
      bytes += name + [UInt8(ascii: ":")] + Self.value(of: name, in: request) + [newLine]
    }
    self.bytes = bytes + [newLine] + signedNames + [newLine] + payloadHash
  }

  /// Every byte of the path as it stands on the wire, so that what is encoded there is encoded
  /// twice here.
  private static func path(_ raw: [UInt8], normalizes: Bool) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    guard normalizes else { return PercentEncoding.encode(raw, keeping: slash) }
    var segments: [ArraySlice<UInt8>] = []
    for segment in raw.split(separator: slash) {
      if segment.elementsEqual("..".utf8) {
        _ = segments.popLast()
      } else if !segment.elementsEqual(".".utf8) {
        segments.append(segment)
      }
    }
    guard !segments.isEmpty else { return [slash] }
    let path = segments.flatMap { [slash] + PercentEncoding.encode(Array($0)) }
    let last = raw.split(separator: slash, omittingEmptySubsequences: false).last ?? []
    let endsInFolder =
      last.isEmpty || last.elementsEqual(".".utf8) || last.elementsEqual("..".utf8)
    return endsInFolder ? path + [slash] : path
  }

  /// Sorted by encoded name, then by encoded value; a name without "=" has an empty value.
  private static func query(_ raw: [UInt8]) -> [UInt8] {
    let equals = UInt8(ascii: "=")
    let pairs = raw.split(separator: UInt8(ascii: "&")).map { pair in
      let parts = pair.split(separator: equals, maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count > 1 ? Array(parts[1]) : []
      return (PercentEncoding.reencode(Array(parts[0])), PercentEncoding.reencode(value))
    }
    let sorted = pairs.sorted { one, other in
      one.0 == other.0
        ? one.1.lexicographicallyPrecedes(other.1) : one.0.lexicographicallyPrecedes(other.0)
    }
    return Array(sorted.map { $0.0 + [equals] + $0.1 }.joined(separator: [UInt8(ascii: "&")]))
  }

  /// The values of all fields of that name, in their order, joined by commas.
  private static func value(of name: [UInt8], in request: SignableRequest) -> [UInt8] {
    let values = request.fields.filter { $0.name.lowercased == name }.map { trimmed($0.value) }
    return Array(values.joined(separator: [UInt8(ascii: ",")]))
  }

  /// Without white space at its ends, and with one space for every run of it inside.
  private static func trimmed(_ value: [UInt8]) -> [UInt8] {
    let words = value.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return Array(words.joined(separator: [UInt8(ascii: " ")]))
  }
}

/// Percent-encoding (RFC 3986 section 2.1) with capital digits, as Signature Version 4 asks.
enum PercentEncoding {
  private static let digits = Array("0123456789ABCDEF".utf8)

  /// Every byte that is not unreserved (RFC 3986 section 2.3) and not `kept`.
  static func encode(_ bytes: [UInt8], keeping kept: UInt8? = nil) -> [UInt8] {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(bytes.count)
    for byte in bytes {
      if isUnreserved(byte) || byte == kept {
        encoded.append(byte)
      } else {
        encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return encoded
  }

  /// Decodes what is encoded, then encodes all that has to be. A plus sign is a plus sign.
  static func reencode(_ bytes: [UInt8]) -> [UInt8] { encode(decode(bytes)) }

  /// A percent sign without two digits stays as it is.
  static func decode(_ bytes: [UInt8]) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = value(bytes[index + 1]), let low = value(bytes[index + 2])
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return decoded
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"):
      true
    default: false
    }
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
