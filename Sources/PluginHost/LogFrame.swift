/// A log line of a plugin in a frame: UInt32 level, UInt32 message bytes, message, fields. The
/// frame's call is the one that the line belongs to, or 0.
enum LogFrame {
  /// What a frame says, in place.
  struct Line {
    let level: PluginLog.Level
    let message: UnsafeRawBufferPointer
    let fields: UnsafeRawBufferPointer
  }

  static func append(_ line: Line, call: UInt64, to frames: inout [UInt8]) {
    frames.appendFrame(.log, call: call) { frame in
      frame.appendInteger(line.level.rawValue)
      frame.appendInteger(UInt32(line.message.count))
      frame.append(bytes: line.message)
      frame.append(bytes: line.fields)
    }
  }

  static func decode(_ payload: UnsafeRawBufferPointer) throws(FrameError) -> Line {
    var cursor = FrameCursor(payload)
    let level = PluginLog.Level(clamping: try cursor.integer(UInt32.self))
    let message = try cursor.bytes(Int(try cursor.integer(UInt32.self)))
    let fields = cursor.remainder()
    guard max(message.count, fields.count) <= PluginInstance.maximumLogBytes else {
      throw FrameError(description: "a log line is over the limit")
    }
    return Line(level: level, message: message, fields: fields)
  }
}
