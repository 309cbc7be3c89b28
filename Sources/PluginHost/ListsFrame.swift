/// Lists of a plugin in a frame: UInt32 `ListChanges`, then for each list that these are made of
/// UInt32 length and the bytes.
enum ListsFrame {
  static func append(_ lists: PluginLists, _ changes: ListChanges, to frames: inout [UInt8]) {
    frames.appendFrame(.lists) { frame in
      frame.appendInteger(changes.rawValue)
      for kind in changes.kinds {
        let text = lists[kind] ?? []
        frame.appendInteger(UInt32(text.count))
        frame.append(contentsOf: text)
      }
    }
  }

  static func decode(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> PluginLists {
    var cursor = FrameCursor(payload)
    var lists = PluginLists()
    for kind in try cursor.listChanges().kinds {
      let count = Int(try cursor.integer(UInt32.self))
      lists[kind] = [UInt8](try cursor.bytes(count))
    }
    try cursor.end()
    return lists
  }
}

extension FrameCursor {
  /// A UInt32 that is a `ListChanges`: at least one list, and none that is unknown.
  mutating func listChanges() throws(FrameError) -> ListChanges {
    let changes = ListChanges(rawValue: try integer(UInt32.self))
    guard !changes.isEmpty, changes.isSubset(of: .all) else {
      throw FrameError(description: "a frame names the lists \(changes.rawValue)")
    }
    return changes
  }

  /// All that is left, as the URI of a resource.
  mutating func uri() throws(FrameError) -> URIKey {
    let bytes = remainder()
    guard !bytes.isEmpty, bytes.count <= ResourceDefinition.maximumURIBytes else {
      throw FrameError(description: "a frame has a URI of \(bytes.count) bytes")
    }
    return URIKey(bytes)
  }
}
