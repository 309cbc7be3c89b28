import JSON

/// The way from one value of a document to another inside it.
struct InstancePath {
  /// What the pointer names: the value, or the object that holds the key.
  private(set) var pointer = ""
  /// The names of members on the way.
  private(set) var names: [String] = []
  /// Whether the node is a key.
  private(set) var isKey = false

  /// Nodes lie in the order of the text, so that the child to enter is the last one that does not
  /// begin after the target.
  init(to target: Int, from root: Int, in document: JSONDocument) {
    var node = root
    while node != target {
      guard let step = Self.step(from: node, towards: target, in: document) else { return }
      if step.node > target {
        isKey = true
        return
      }
      pointer += "/" + Self.escaped(step.name)
      if document.kind(node) == .object { names.append(step.name) }
      node = step.node
    }
  }

  /// The child that holds the target, or the member whose key is the target.
  private static func step(
    from node: Int, towards target: Int, in document: JSONDocument
  ) -> (name: String, node: Int)? {
    let isObject = document.kind(node) == .object
    var position = 0
    var found: (name: Int, node: Int)?
    var next = document.firstChild(node)
    while let child = next, child <= target {
      guard let value = isObject ? document.next(child) : child else { break }
      found = (isObject ? child : position, value)
      position += 1
      next = document.next(value)
    }
    return found.map {
      (isObject ? document.string($0.name) ?? "" : String($0.name), $0.node)
    }
  }

  /// A reference token by RFC 6901 section 3.
  static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
      return name
    }
    return name.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// The name that a reference token stands for.
  static func unescaped(_ token: some StringProtocol) -> String {
    guard token.utf8.contains(UInt8(ascii: "~")) else { return String(token) }
    var name = ""
    var isEscape = false
    for scalar in token.unicodeScalars {
      switch (isEscape, scalar) {
      case (false, "~"): isEscape = true
      case (true, "0"): (name, isEscape) = (name + "~", false)
      case (true, "1"): (name, isEscape) = (name + "/", false)
      default: name.unicodeScalars.append(scalar)
      }
    }
    return name
  }
}
