extension EndpointFacts {
  static let auth = """
    GET /authen/v1/user_info U
    """
}
