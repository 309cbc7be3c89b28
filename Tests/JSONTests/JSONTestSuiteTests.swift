import JSON
import Testing

/// The files of JSONTestSuite, by their names: `y_` must be accepted, `n_` refused, `i_` is ours
/// to decide.
@Suite(.enabled(if: Vectors.names(in: "json/test_parsing") != nil, "the test vectors are absent"))
struct JSONTestSuiteTests {
  static let folder = "json/test_parsing"

  /// The two files whose very subject is a duplicate key.
  static let duplicates: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  static func names(_ prefix: String) -> [String] {
    (Vectors.names(in: folder) ?? []).filter { $0.hasPrefix(prefix) }
  }

  static func fault(_ name: String, _ limits: JSONLimits = .default) throws -> JSONError.Code? {
    let bytes = try #require(Vectors.bytes(of: "\(folder)/\(name)"))
    do {
      let document = try JSONDocument(parsing: bytes, limits: limits)
      let value = document.value(document.root)
      #expect(try JSONValue(parsing: value.serialized(), limits: limits) == value)
      return nil
    } catch {
      #expect((0...bytes.count).contains(error.offset), "\(name): \(error)")
      return error.code
    }
  }

  @Test func theSuiteIsWhole() {
    #expect(Self.names("").count == 318)
    #expect(Self.names("y_").count + Self.names("n_").count + Self.implementation.count == 318)
  }

  @Test(arguments: names("y_"))
  func accepts(_ name: String) throws {
    let expected: JSONError.Code? = Self.duplicates.contains(name) ? .duplicateKey : nil
    #expect(try Self.fault(name) == expected)
    #expect(try Self.fault(name, JSONLimits(refusesDuplicateKeys: false)) == nil)
  }

  @Test(arguments: names("n_"))
  func refuses(_ name: String) throws {
    #expect(try Self.fault(name, JSONLimits(refusesDuplicateKeys: false)) != nil)
    #expect(try Self.fault(name) != nil)
  }

  /// Numbers of any size are accepted, since they are kept as written. Whatever cannot become
  /// UTF-8 is refused: lone surrogates and ill-formed bytes. So are byte order marks, other
  /// encodings, and what is deeper than 128 levels by default.
  static let implementation: [(name: String, fault: JSONError.Code?)] = [
    ("i_number_double_huge_neg_exp.json", nil),
    ("i_number_huge_exp.json", nil),
    ("i_number_neg_int_huge_exp.json", nil),
    ("i_number_pos_double_huge_exp.json", nil),
    ("i_number_real_neg_overflow.json", nil),
    ("i_number_real_pos_overflow.json", nil),
    ("i_number_real_underflow.json", nil),
    ("i_number_too_big_neg_int.json", nil),
    ("i_number_too_big_pos_int.json", nil),
    ("i_number_very_big_negative_int.json", nil),
    ("i_object_key_lone_2nd_surrogate.json", .loneSurrogate),
    ("i_string_1st_surrogate_but_2nd_missing.json", .loneSurrogate),
    ("i_string_1st_valid_surrogate_2nd_invalid.json", .loneSurrogate),
    ("i_string_UTF-16LE_with_BOM.json", .byteOrderMark),
    ("i_string_UTF-8_invalid_sequence.json", .invalidUTF8),
    ("i_string_UTF8_surrogate_U+D800.json", .invalidUTF8),
    ("i_string_incomplete_surrogate_and_escape_valid.json", .loneSurrogate),
    ("i_string_incomplete_surrogate_pair.json", .loneSurrogate),
    ("i_string_incomplete_surrogates_escape_valid.json", .loneSurrogate),
    ("i_string_invalid_lonely_surrogate.json", .loneSurrogate),
    ("i_string_invalid_surrogate.json", .loneSurrogate),
    ("i_string_invalid_utf-8.json", .invalidUTF8),
    ("i_string_inverted_surrogates_U+1D11E.json", .loneSurrogate),
    ("i_string_iso_latin_1.json", .invalidUTF8),
    ("i_string_lone_second_surrogate.json", .loneSurrogate),
    ("i_string_lone_utf8_continuation_byte.json", .invalidUTF8),
    ("i_string_not_in_unicode_range.json", .invalidUTF8),
    ("i_string_overlong_sequence_2_bytes.json", .invalidUTF8),
    ("i_string_overlong_sequence_6_bytes.json", .invalidUTF8),
    ("i_string_overlong_sequence_6_bytes_null.json", .invalidUTF8),
    ("i_string_truncated-utf-8.json", .invalidUTF8),
    ("i_string_utf16BE_no_BOM.json", .unexpectedByte),
    ("i_string_utf16LE_no_BOM.json", .unexpectedByte),
    ("i_structure_500_nested_arrays.json", .tooDeep),
    ("i_structure_UTF-8_BOM_empty_object.json", .byteOrderMark),
  ]

  @Test(arguments: implementation)
  func decides(_ name: String, _ fault: JSONError.Code?) throws {
    #expect(try Self.fault(name) == fault)
  }

  @Test func depthIsOurOnlyObjectionToDeepArrays() throws {
    let name = "i_structure_500_nested_arrays.json"
    #expect(try Self.fault(name, JSONLimits(maximumDepth: 500)) == nil)
    #expect(try Self.fault(name, JSONLimits(maximumDepth: 499)) == .tooDeep)
  }
}
