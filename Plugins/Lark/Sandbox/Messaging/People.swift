import JSON

/// The kinds of id a user has.
enum UserIDType: String, Sendable {
  case openID = "open_id"
  case unionID = "union_id"
  case userID = "user_id"

  /// The code of an id of this kind that names nobody.
  var unknownCode: Int {
    switch self {
    case .openID: 99_992_351
    case .unionID: 99_992_364
    case .userID: 99_992_360
    }
  }
}

/// Someone of the tenant.
struct Person: Sendable {
  /// `lin.xiaoyu`: what seed data calls the person.
  let key: String
  let name: String
  let englishName: String
  let email: String
  let mobile: String
  let jobTitle: String
  let department: String
  let city: String
  let timeZone: String
  var hasResigned = false
  /// In the app's availability and in its contact scope.
  var isAvailable = true

  var openID: String { SeedIdentifier.user(key) }
  var unionID: String { SeedIdentifier.union(key) }
  var userID: String { SeedIdentifier.employee(key) }

  func id(_ type: UserIDType) -> String {
    switch type {
    case .openID: openID
    case .unionID: unionID
    case .userID: userID
    }
  }

  var statusJSON: JSONValue {
    [
      "is_frozen": false, "is_resigned": .bool(hasResigned),
      "is_activated": .bool(!hasResigned), "is_exited": false, "is_unjoin": false,
    ]
  }
}

/// Everyone of the tenant.
struct People: Sendable {
  /// An open_id of a user as another app knows it.
  static let foreignOpenID = SeedIdentifier.user("as known by another app")

  let all: [Person]

  func person(_ id: String, _ type: UserIDType) -> Person? { all.first { $0.id(type) == id } }
  func person(openID: String) -> Person? { person(openID, .openID) }

  /// By any of the ids that a mention may carry.
  func mentioned(_ id: String) -> Person? {
    all.first { $0.openID == id || $0.unionID == id || $0.userID == id }
  }

  func person(email: String) -> Person? {
    let wanted = email.lowercased()
    return all.first { $0.email == wanted }
  }

  /// `+86` may be left out.
  func person(mobile: String) -> Person? {
    all.first { $0.mobile == mobile || $0.mobile == "+86" + mobile }
  }

  /// The person an id parameter names, or the refusal the gateway gives.
  func require(_ id: String, _ type: UserIDType) throws(APIError) -> Person {
    if let person = person(id, type) { return person }
    if type == .openID, id == Self.foreignOpenID {
      throw APIError(99_992_361, "open_id cross app")
    }
    throw .unknownID(type.unknownCode, type.rawValue, id)
  }
}
