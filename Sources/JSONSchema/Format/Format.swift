/// The formats that can be asserted, by their names.
enum Format: String, Sendable {
  case date
  case time
  case dateTime = "date-time"
  case duration
  case email
  case idnEmail = "idn-email"
  case hostname
  case idnHostname = "idn-hostname"
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  /// Whether a string has the format.
  func accepts(_ string: StringScalars) -> Bool {
    let text = FormatText(string)
    return switch self {
    case .date: DateFormats.isDate(text)
    case .time: DateFormats.isTime(text)
    case .dateTime: DateFormats.isDateTime(text)
    case .duration: DurationFormat.accepts(text)
    case .email: EmailFormat.accepts(text, isInternational: false)
    case .idnEmail: EmailFormat.accepts(text, isInternational: true)
    case .hostname: HostFormats.isHostname(text)
    case .idnHostname: HostFormats.isInternational(text)
    case .ipv4: HostFormats.isIPv4(text)
    case .ipv6: HostFormats.isIPv6(text)
    case .uri: URIFormat(isInternational: false).accepts(text, needsScheme: true)
    case .uriReference: URIFormat(isInternational: false).accepts(text, needsScheme: false)
    case .iri: URIFormat(isInternational: true).accepts(text, needsScheme: true)
    case .iriReference: URIFormat(isInternational: true).accepts(text, needsScheme: false)
    case .uriTemplate: URITemplateFormat.accepts(text)
    case .uuid: UUIDFormat.accepts(text)
    case .jsonPointer: PointerFormats.isPointer(text)
    case .relativeJSONPointer: PointerFormats.isRelative(text)
    case .regex: (try? PatternParser.parse(text.string, isStrict: true)) != nil
    }
  }

  /// What it costs to look at one byte, in steps of a validation.
  var stepsPerByte: Int {
    switch self {
    case .regex: 50
    default: 4
    }
  }

  /// What is expected, for error texts.
  var phrase: String {
    switch self {
    case .date: "a date such as 2026-01-31"
    case .time: "a time with its offset such as 09:30:00Z"
    case .dateTime: "a date and time with its offset such as 2026-01-31T09:30:00Z"
    case .duration: "an ISO 8601 duration such as P1DT12H"
    case .email, .idnEmail: "an e-mail address"
    case .hostname, .idnHostname: "a host name"
    case .ipv4: "an IPv4 address"
    case .ipv6: "an IPv6 address"
    case .uri: "an absolute URI such as https://example.com/a"
    case .uriReference: "a URI or a relative reference"
    case .iri: "an absolute IRI such as https://example.com/a"
    case .iriReference: "an IRI or a relative reference"
    case .uriTemplate: "a URI template"
    case .uuid: "a UUID"
    case .jsonPointer: "a JSON Pointer"
    case .relativeJSONPointer: "a relative JSON Pointer"
    case .regex: "a regular expression"
    }
  }
}

/// The scalar values of a text, and what the formats ask about them.
typealias FormatText = ArraySlice<UInt32>

extension FormatText {
  init(_ string: StringScalars) { self = Array(string)[...] }

  init(_ text: String) { self = text.unicodeScalars.map(\.value)[...] }

  /// The text itself.
  var string: String {
    var text = ""
    text.unicodeScalars.append(contentsOf: lazy.compactMap(Unicode.Scalar.init))
    return text
  }

  func split(at separator: Unicode.Scalar) -> [FormatText] {
    split(separator: separator.value, omittingEmptySubsequences: false)
  }

  func hasPrefix(_ text: String) -> Bool { starts(with: text.unicodeScalars.map(\.value)) }

  /// The number of a text of exactly so many ASCII digits.
  func digits(_ count: Int) -> Int? {
    guard self.count == count, allSatisfy(\.isDigit) else { return nil }
    return reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }
}

extension UInt32 {
  var isDigit: Bool { 0x30...0x39 ~= self }
  var isLetter: Bool { 0x61...0x7A ~= self | 0x20 }
  var isHexadecimal: Bool { isDigit || 0x61...0x66 ~= self | 0x20 }

  func isOne(of characters: StaticString) -> Bool {
    self < 0x80 && "\(characters)".utf8.contains(UInt8(self))
  }
}
