/// How the cells of one column are written.
struct ColumnPlan: Sendable, Equatable {
  var form = ValueForm.text
  var delimiter: UInt8?
  var isKnown = false

  init(_ column: Column, _ types: TypeCatalog) {
    guard let type = types.type(column.typeOID) else { return }
    (form, delimiter, isKnown) = (type.form, type.delimiter, true)
  }

  var isBytes: Bool { form == .bytes && delimiter == nil }

  /// How many bytes a value has that is too long; nil: it is not.
  func lengthOfCut(_ text: Span<UInt8>, limit: Int) -> Int? {
    let length = isBytes ? CellWriter.byteCount(text) : text.count
    return length > limit ? length : nil
  }
}
