/// Reactions by Lark's names, which are no Unicode: `THUMBSUP`.
enum EmojiNames {
  static let maximumBytes = 40

  /// From Lark's name, or from an emoji that has one.
  static func name(_ text: String) throws(LarkFailure) -> String {
    let text = text.trimmingSpaces
    if let name = byEmoji[String(text.unicodeScalars.filter { !isModifier($0) })] { return name }
    guard (1...maximumBytes).contains(text.utf8.count),
      text.utf8.allSatisfy({ byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F
      })
    else {
      throw .argument(
        "emoji: write Lark's name, such as THUMBSUP, OK, DONE, HEART, SMILE, CheckMark, or one of "
          + byEmoji.keys.sorted().joined(separator: " ") + ".")
    }
    return text
  }

  /// Skin tones and the mark for a coloured form.
  private static func isModifier(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F3FB...0x1F3FF).contains(scalar.value) || scalar.value == 0xFE0F
  }

  private static let byEmoji: [String: String] = [
    "👍": "THUMBSUP", "👎": "ThumbsDown", "❤": "HEART", "👌": "OK", "👏": "APPLAUSE",
    "🙏": "THANKS", "💪": "MUSCLE", "🎉": "PARTY", "🔥": "Fire", "✅": "CheckMark",
    "❌": "CrossMark", "😄": "LAUGH", "🙂": "SMILE", "😂": "LOL", "😢": "CRY", "😭": "SOB",
    "🤔": "THINKING", "😮": "WOW", "🎂": "CAKE", "🌹": "ROSE", "🍺": "BEER", "💯": "Hundred",
    "🏆": "Trophy", "📌": "Pin", "⏰": "Alarm", "🫡": "SALUTE", "👋": "WAVE", "💩": "POOP",
  ]
}

extension String {
  fileprivate init(_ scalars: [Unicode.Scalar]) {
    self = ""
    unicodeScalars.append(contentsOf: scalars)
  }
}
