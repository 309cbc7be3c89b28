internal import CLibpq

/// Room for the cells of one row, kept from row to row. The cells are borrowed from the result; the
/// room is this object's alone and goes with it.
@safe final class RowCells {
  private var cells: UnsafeMutableBufferPointer<UnsafeRawBufferPointer?>

  init() {
    unsafe cells = .allocate(capacity: 0)
  }

  deinit {
    unsafe cells.deallocate()
  }

  func reserve(_ count: Int) {
    guard unsafe cells.count < count else { return }
    unsafe cells.deallocate()
    unsafe cells = .allocate(capacity: count)
    unsafe cells.initialize(repeating: nil)
  }

  /// The row, good until the next call or the result's end. Room for `columns` is reserved.
  func view(_ result: OpaquePointer, row: Int32, columns: Int) -> RowView {
    var byteCount = 0
    for column in 0..<columns {
      var length: Int32 = 0
      if let start = unsafe clibpq_cell(result, row, Int32(column), &length) {
        unsafe cells[column] = UnsafeRawBufferPointer(start: start, count: Int(length))
        byteCount += Int(length)
      } else {
        unsafe cells[column] = nil
      }
    }
    return unsafe RowView(
      cells: UnsafeBufferPointer(rebasing: cells[..<columns]), byteCount: byteCount)
  }

  /// The columns of a result.
  static func columns(_ result: OpaquePointer) -> [Column] {
    (0..<(unsafe clibpq_column_count(result))).map { index in
      unsafe Column(
        name: clibpq_column_name(result, index).map { unsafe String(cString: $0) } ?? "",
        typeOID: clibpq_column_type(result, index),
        typeModifier: clibpq_column_modifier(result, index))
    }
  }
}
