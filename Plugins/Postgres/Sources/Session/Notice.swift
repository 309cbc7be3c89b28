/// A message of the server that is no failure (`NOTICE`, `WARNING`, ...).
struct Notice: Sendable, Equatable {
  /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`, whatever the server's language is.
  var severity: String
  var sqlstate: String
  var message: String
  var detail: String?
  var hint: String?

  var bytes: Int {
    message.utf8.count + (detail?.utf8.count ?? 0) + (hint?.utf8.count ?? 0)
  }
}

/// The notices of one call: the first ones, as many as fit.
struct NoticeList: Sendable {
  static let limit = 20
  static let bytesLimit = 16 << 10

  private(set) var notices: [Notice] = []
  private var bytes = 0
  /// Every notice counts, also one that did not fit.
  private(set) var arrived = 0

  mutating func take(_ notice: @autoclosure () -> Notice) {
    arrived += 1
    guard notices.count < Self.limit, bytes < Self.bytesLimit else { return }
    let notice = notice()
    guard bytes + notice.bytes <= Self.bytesLimit else { return }
    bytes += notice.bytes
    notices.append(notice)
  }

  mutating func removeAll() {
    self = NoticeList()
  }
}
