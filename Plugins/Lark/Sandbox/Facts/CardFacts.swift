extension EndpointFacts {
  static let cards = """
    POST /cardkit/v1/cards T 50/s 1000/m
      scopes cardkit:card:write
      body type!~1..50 data!~1..3000000
    PUT /cardkit/v1/cards/:card_id/elements/:element_id/content T 50/s 1000/m
      scopes cardkit:card:write
      body uuid~1..64 content!~1..100000 sequence!:i#1..2147483647
    """
}
