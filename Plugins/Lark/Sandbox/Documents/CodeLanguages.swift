/// The languages of code blocks: `style.language` counts them from 1 (plain text).
enum CodeLanguages {
  static let plainText = 1

  /// By the word after a fence, in any case; plain text for what is not known.
  static func number(_ word: Substring) -> Int {
    let name = word.lowercased()
    let known = otherNames[name] ?? name
    return names.firstIndex(of: known).map { $0 + 1 } ?? plainText
  }

  /// As the word after a fence; empty for plain text.
  static func name(_ number: Int) -> String {
    number > plainText && number <= names.count ? names[number - 1] : ""
  }

  private static let otherNames = [
    "c++": "cpp", "c#": "csharp", "cs": "csharp", "docker": "dockerfile", "golang": "go",
    "js": "javascript", "kt": "kotlin", "make": "makefile", "md": "markdown",
    "objectivec": "objective-c", "proto": "protobuf", "py": "python", "rb": "ruby", "rs": "rust",
    "sh": "shell", "tex": "latex", "ts": "typescript", "yml": "yaml",
  ]

  private static let names = [
    "plaintext", "abap", "ada", "apache", "apex", "assembly", "bash", "csharp", "cpp", "c", "cobol",
    "css", "coffeescript", "d", "dart", "delphi", "django", "dockerfile", "erlang", "fortran",
    "foxpro", "go", "groovy", "html", "htmlbars", "http", "haskell", "json", "java", "javascript",
    "julia", "kotlin", "latex", "lisp", "logo", "lua", "matlab", "makefile", "markdown", "nginx",
    "objective-c", "openedgeabl", "php", "perl", "postscript", "powershell", "prolog", "protobuf",
    "python", "r", "rpg", "ruby", "rust", "sas", "scss", "sql", "scala", "scheme", "scratch",
    "shell", "swift", "thrift", "typescript", "vbscript", "vb", "xml", "yaml", "cmake", "diff",
    "gherkin", "graphql", "glsl", "properties", "solidity", "toml",
  ]
}
