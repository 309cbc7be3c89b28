/// Endpoints of Lark for people and departments.
extension Endpoint {
  static let findUserByEmailOrPhone = Endpoint(
    "find_user_by_email_or_phone", .post, "/open-apis/contact/v3/users/batch_get_id",
    .bot, .tier4, .read,
    scopes: ["contact:user.id:readonly"])

  static let getUser = Endpoint(
    "get_user", .get, "/open-apis/contact/v3/users/:user_id",
    .botOrUser, .tier4, .read,
    scopes: [
      "contact:contact.base:readonly", "contact:contact:access_as_app", "contact:contact:readonly",
      "contact:contact:readonly_as_app",
    ])

  static let getUsers = Endpoint(
    "get_users", .get, "/open-apis/contact/v3/users/batch",
    .botOrUser, .tier4, .read,
    scopes: ["contact:contact.base:readonly"])

  static let getUsersBasic = Endpoint(
    "get_users_basic", .post, "/open-apis/contact/v3/users/basic_batch",
    .botOrUser, .tier6, .read,
    scopes: ["contact:user.basic_profile:readonly"])

  static let searchUsers = Endpoint(
    "search_users", .get, "/open-apis/search/v1/user",
    .user, .unstated, .read,
    scopes: ["contact:user:search"])

  static let listDepartmentUsers = Endpoint(
    "list_department_users", .get, "/open-apis/contact/v3/users/find_by_department",
    .botOrUser, .tier4, .read,
    scopes: [
      "contact:contact.base:readonly", "contact:department.organize:readonly",
      "contact:contact:access_as_app", "contact:contact:readonly",
      "contact:contact:readonly_as_app",
    ])

  static let listDepartments = Endpoint(
    "list_departments", .get, "/open-apis/contact/v3/departments/:department_id/children",
    .botOrUser, .tier4, .read,
    scopes: [
      "contact:contact.base:readonly", "contact:department.organize:readonly",
      "contact:contact:access_as_app", "contact:contact:readonly",
      "contact:contact:readonly_as_app",
    ])

  static let getDepartment = Endpoint(
    "get_department", .get, "/open-apis/contact/v3/departments/:department_id",
    .botOrUser, .unstated, .read,
    scopes: [
      "contact:contact.base:readonly", "contact:contact:access_as_app", "contact:contact:readonly",
      "contact:contact:readonly_as_app",
    ])

  static let searchDepartments = Endpoint(
    "search_departments", .post, "/open-apis/contact/v3/departments/search",
    .user, .unstated, .read,
    scopes: [
      "contact:contact.base:readonly", "search:department:read", "contact:contact:access_as_app",
      "contact:contact:readonly_as_app",
    ])

  static let contactScope = Endpoint(
    "contact_scope", .get, "/open-apis/contact/v3/scopes",
    .bot, .tier4, .read,
    scopes: [
      "contact:contact.base:readonly", "contact:contact:access_as_app",
      "contact:contact:readonly_as_app",
    ])

  static let people: [Endpoint] = [
    .findUserByEmailOrPhone, .getUser, .getUsers, .getUsersBasic, .searchUsers,
    .listDepartmentUsers, .listDepartments, .getDepartment, .searchDepartments, .contactScope,
  ]
}
