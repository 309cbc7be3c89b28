extension EndpointFacts {
  static let contact = """
    GET /contact/v3/users/batch TU 50/s 1000/m
      scopes contact:contact.base:readonly
      query user_ids![] user_id_type=open_id|union_id|user_id
        department_id_type=open_department_id|department_id
    POST /contact/v3/users/basic_batch TU 5/s
      scopes contact:user.basic_profile:readonly
      query user_id_type=open_id|union_id|user_id
      body user_ids![]~1..10
    GET /search/v1/user U legacy
      scopes contact:user:search
      query query! page_size:i#1..200 page_token
    GET /contact/v3/users/find_by_department TU 50/s 1000/m
      scopes contact:contact.base:readonly contact:department.organize:readonly
        contact:contact:access_as_app contact:contact:readonly contact:contact:readonly_as_app
      query user_id_type=open_id|union_id|user_id
        department_id_type=department_id|open_department_id department_id! page_size:i#..50
        page_token
    GET /contact/v3/departments/:department_id/children TU 50/s 1000/m
      scopes contact:contact.base:readonly contact:department.organize:readonly
        contact:contact:access_as_app contact:contact:readonly contact:contact:readonly_as_app
      query user_id_type=open_id|union_id|user_id
        department_id_type=department_id|open_department_id fetch_child:b page_size:i#..50
        page_token
    GET /contact/v3/departments/:department_id TU
      scopes contact:contact.base:readonly contact:contact:access_as_app contact:contact:readonly
        contact:contact:readonly_as_app
      query user_id_type=open_id|union_id|user_id
        department_id_type=department_id|open_department_id
    POST /contact/v3/departments/search U
      scopes contact:contact.base:readonly search:department:read contact:contact:access_as_app
        contact:contact:readonly_as_app
      query user_id_type=open_id|union_id|user_id
        department_id_type=department_id|open_department_id page_token page_size:i#..50
      body query!
    GET /contact/v3/scopes T 50/s 1000/m
      scopes contact:contact.base:readonly contact:contact:access_as_app
        contact:contact:readonly_as_app
      query user_id_type=open_id|union_id|user_id
        department_id_type=department_id|open_department_id page_token page_size:i#1..100
    """
}
