private import CCrypto

/// Comparison that tells nothing by the time it takes. Any thread.
package enum ConstantTime {
  /// Whether both are the same. The time depends on their lengths alone.
  package static func equal(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return left.withUnsafeBytes { left in
      right.withUnsafeBytes { ccrypto_equal(left.baseAddress, $0.baseAddress, left.count) }
    }
  }
}
