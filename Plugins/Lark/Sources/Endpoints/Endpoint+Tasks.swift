/// Endpoints of Lark for tasks and task lists.
extension Endpoint {
  static let createTask = Endpoint(
    "create_task", .post, "/open-apis/task/v2/tasks",
    .botOrUser, .tier7, .write(.body("client_token")),
    scopes: ["task:task:write", "task:task:writeonly"])

  static let getTask = Endpoint(
    "get_task", .get, "/open-apis/task/v2/tasks/:task_guid",
    .botOrUser, .tier7, .read,
    scopes: ["task:task:read", "task:task:write"])

  static let listMyTasks = Endpoint(
    "list_my_tasks", .get, "/open-apis/task/v2/tasks",
    .userOrPerhapsBot, .tier4, .read,
    scopes: ["task:task:read", "task:task:write"])

  static let updateTask = Endpoint(
    "update_task", .patch, "/open-apis/task/v2/tasks/:task_guid",
    .botOrUser, .tier7, .repeatableWrite,
    scopes: ["task:task:write", "task:task:writeonly"])

  static let deleteTask = Endpoint(
    "delete_task", .delete, "/open-apis/task/v2/tasks/:task_guid",
    .botOrUser, .tier7, .repeatableWrite,
    scopes: ["task:task:write"])

  static let addTaskMembers = Endpoint(
    "add_task_members", .post, "/open-apis/task/v2/tasks/:task_guid/add_members",
    .botOrUser, .tier3, .write(.body("client_token")),
    scopes: ["task:personnel:writeonly", "task:task:write"])

  static let addTaskReminder = Endpoint(
    "add_task_reminder", .post, "/open-apis/task/v2/tasks/:task_guid/add_reminders",
    .botOrUser, .tier3, .write,
    scopes: ["task:task:write"])

  static let createSubtask = Endpoint(
    "create_subtask", .post, "/open-apis/task/v2/tasks/:task_guid/subtasks",
    .botOrUser, .tier7, .write(.body("client_token")),
    scopes: ["task:task:write"])

  static let searchTasks = Endpoint(
    "search_tasks", .post, "/open-apis/task/v2/tasks/search",
    .user, .unstated, .read)

  static let commentTask = Endpoint(
    "comment_task", .post, "/open-apis/task/v2/comments",
    .botOrUser, .tier4, .write,
    scopes: ["task:comment:write"])

  static let listTasklists = Endpoint(
    "list_tasklists", .get, "/open-apis/task/v2/tasklists",
    .botOrUser, .tier4, .read,
    scopes: ["task:tasklist:read", "task:tasklist:write"])

  static let listTasklistTasks = Endpoint(
    "list_tasklist_tasks", .get, "/open-apis/task/v2/tasklists/:tasklist_guid/tasks",
    .botOrUser, .tier4, .read,
    scopes: ["task:tasklist:read", "task:tasklist:write"])

  static let removeTaskMembers = Endpoint(
    "remove_task_members", .post, "/open-apis/task/v2/tasks/:task_guid/remove_members",
    .botOrUser, .tier3, .repeatableWrite,
    scopes: ["task:task:write"])

  static let removeTaskReminders = Endpoint(
    "remove_task_reminders", .post, "/open-apis/task/v2/tasks/:task_guid/remove_reminders",
    .botOrUser, .tier3, .repeatableWrite,
    scopes: ["task:task:write"])

  static let listTaskComments = Endpoint(
    "list_task_comments", .get, "/open-apis/task/v2/comments",
    .botOrUser, .tier4, .read,
    scopes: ["task:comment:read", "task:comment:write"])

  static let tasks: [Endpoint] = [
    .createTask, .getTask, .listMyTasks, .updateTask, .deleteTask, .addTaskMembers,
    .addTaskReminder, .createSubtask, .searchTasks, .commentTask, .listTasklists,
    .listTasklistTasks, .removeTaskMembers, .removeTaskReminders, .listTaskComments,
  ]
}
