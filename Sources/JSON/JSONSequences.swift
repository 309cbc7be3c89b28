/// The elements of an array of a document, as nodes.
@frozen
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
  @usableFromInline let tape: [TapeNode]
  @usableFromInline var following: Int?

  @inlinable init(tape: [TapeNode], first: Int?) {
    self.tape = tape
    following = first
  }

  /// The next element, nil after the last.
  @inlinable public mutating func next() -> JSONDocument.Node? {
    guard let node = following else { return nil }
    let next = Int(tape[node].next)
    following = next == 0 ? nil : next
    return node
  }
}

/// The members of an object of a document, as pairs of nodes.
@frozen
public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
  @usableFromInline var nodes: JSONElements

  @inlinable init(tape: [TapeNode], first: Int?) {
    nodes = JSONElements(tape: tape, first: first)
  }

  /// The next member, nil after the last.
  @inlinable public mutating func next() -> (key: JSONDocument.Node, value: JSONDocument.Node)? {
    guard let key = nodes.next(), let value = nodes.next() else { return nil }
    return (key, value)
  }
}
