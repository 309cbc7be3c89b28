/// The canonical form of a request, which is what is signed (AWS General Reference, "Create a
/// canonical request").
package struct CanonicalRequest {
  /// Names of the signed fields, in small letters, sorted, joined by ";".
  package let signedNames: [UInt8]
  /// What is hashed and signed.
  package let bytes: [UInt8]

  /// The form of those fields of the request, which are named in small letters.
  ///
  /// - Parameters:
  ///   - query: the query to use in place of the request's own.
  ///   - payloadHash: what stands for the content, hexadecimal.
  ///   - path: what becomes of the path.
  package init(
    _ request: SignableRequest, signing names: [[UInt8]], query: [UInt8]?, payloadHash: [UInt8],
    path: Path = .normalized
  ) {
    let names = names.sorted { $0.lexicographicallyPrecedes($1) }
    let newLine = UInt8(ascii: "\n")
    signedNames = Array(names.joined(separator: [UInt8(ascii: ";")]))
    var bytes = request.method + [newLine]
    bytes += path.canonical(request.path) + [newLine]
    bytes += Self.query(query ?? []) + [newLine]
    let values = request.fields.map { (name: $0.name.lowercased, value: $0.value) }
    for name in names {
      bytes += name + [UInt8(ascii: ":")] + Self.value(of: name, in: values) + [newLine]
    }
    self.bytes = bytes + [newLine] + signedNames + [newLine] + payloadHash
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
  private static func value(
    of name: [UInt8], in fields: [(name: [UInt8], value: [UInt8])]
  ) -> [UInt8] {
    let values = fields.filter { $0.name == name }.map { trimmed($0.value) }
    return Array(values.joined(separator: [UInt8(ascii: ",")]))
  }

  /// Without white space at its ends, and with one space for every run of it inside.
  private static func trimmed(_ value: [UInt8]) -> [UInt8] {
    let words = value.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return Array(words.joined(separator: [UInt8(ascii: " ")]))
  }
}

extension CanonicalRequest {
  /// What becomes of the path before it is signed.
  package enum Path: Sendable {
    /// Dot segments and empty segments are removed, and the rest is encoded: all services but S3.
    case normalized
    /// Encoded only.
    case encoded
    /// As it is sent: S3.
    case asSent

    /// Every byte of the path as it stands on the wire, so that what is encoded there is encoded
    /// twice here.
    package func canonical(_ raw: [UInt8]) -> [UInt8] {
      let slash = UInt8(ascii: "/")
      switch self {
      case .asSent: return raw
      case .encoded: return PercentEncoding.encode(raw, keeping: slash)
      case .normalized: break
      }
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
  }
}
