/// A column of a result, as the server describes it.
struct Column: Sendable, Equatable {
  var name: String
  /// `pg_type.oid`
  var typeOID: UInt32
  /// `pg_attribute.atttypmod`, -1 where the type has none.
  var typeModifier: Int32 = -1
}
