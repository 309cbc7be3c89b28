/// A value for `$1`, `$2`, ...: its text form, as PostgreSQL reads it; nil is NULL.
struct Parameter: Sendable, Equatable {
  var text: String?
  /// The type (`pg_type.oid`); 0: the server infers it.
  var typeOID: UInt32 = 0
}
