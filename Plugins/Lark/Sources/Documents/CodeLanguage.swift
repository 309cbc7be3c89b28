/// The languages of code blocks: Lark counts them from 1.
enum CodeLanguage {
  /// As the word after the fence; empty for plain text and for what is not known.
  static func name(_ number: Int64?) -> String {
    guard let number, number >= 2, number <= names.count else { return "" }
    return names[Int(number) - 1]
  }

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
