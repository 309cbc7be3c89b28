/// Who sent a request, as far as the host asks. What one caller began, another can neither answer
/// nor cancel nor go on with.
struct Caller: Sendable, Hashable {
  /// The name that a login gave; empty where nobody is asked.
  var principal = ""
}
