/// The id of a block, as an argument names it.
enum BlockID {
  /// Also the comment in which `read_doc` shows the id, or a link to the block. Throws for what
  /// cannot be an id, before anything is asked.
  static func parse(_ text: String, _ argument: String) throws(LarkFailure) -> String {
    var id = text.trimmingSpaces
    if id.hasPrefix("<!--"), id.hasSuffix("-->"), id.count > 7 {
      // A note about the block may follow.
      id = id.dropFirst(4).dropLast(3).split(separator: " ").first.map(String.init) ?? ""
    } else if id.contains("/") || id.contains("#") {
      id = LarkReference(parsing: id)?.block ?? ""
    }
    guard LarkReference.isToken(id + (id.count == 1 ? "_" : "")) else {
      throw .argument(
        "\(argument): \"\(singleLine(text, limit: 64))\" is no block id; read_doc shows them.")
    }
    return id
  }
}
