"""The rules of the house, each a function from a file to the sentences that say what breaks it.

A rule takes a path relative to the root of the package and the text of the file. It answers a list
of violations, each "line: what is wrong and what would be right", or an empty list.
"""

import re
import subprocess
from pathlib import Path

LINE_COLUMNS = 100
FILE_LINES = 400

SYSTEM_MODULES = {"Swift", "Glibc", "Synchronization", "_Concurrency"}
TEST_MODULES = {"Testing", "Foundation"}

MAY_IMPORT = {
    "PluginABI": set(),
    "CPlatform": set(),
    "CCurl": set(),
    "CCrypto": set(),
    "JSON": set(),
    "JSONSchema": {"JSON"},
    "Crypto": {"CCrypto", "JSON"},
    "PluginKit": {"PluginABI", "JSON"},
    "HTTPServer": {"CPlatform"},
    "HTTPClient": {"CPlatform", "CCurl"},
    "MCP": {"JSON", "JSONSchema"},
    "PluginHost": {"PluginABI", "JSON", "CPlatform", "HTTPClient"},
    "AWS": {"JSON", "Crypto", "HTTPClient"},
    "Access": {"JSON", "JSONSchema", "Crypto", "HTTPClient", "AWS"},
    "LarkSandbox": {"HTTPServer", "JSON"},
    "AllocationCounter": set(),
}
HOST = "Host"
PLUGIN_MODULES = {HOST, "Lark", "Remote", "Postgres", "CLibpq"}
PLUGIN_MAY_IMPORT = {"PluginKit", "JSON", "PluginABI"}
# Remote and Postgres check schemas as the host does, and have their entry in a module of its own.
# Postgres opens libpq by C of its own.
ONE_PLUGIN_MAY_IMPORT = {
    "Remote": {"JSONSchema", "Remote"},
    "Postgres": {"CLibpq", "CPlatform", "JSONSchema", "Postgres"},
}
BELOW_HOST = set(MAY_IMPORT) - {"LarkSandbox", "AllocationCounter"}
OWN_MAIN_MODULES = {"LarkSandbox": ("Plugins", "Lark", "Sandbox")}

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*"
    r"(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|actor|func|var|let|typealias)\s+)?(\w+)",
    re.MULTILINE,
)
LITERAL_START = re.compile(r'''//|/\*|(?P<hashes>#*)(?P<quotes>"""|")''')
INTERPOLATION_MARK = re.compile(LITERAL_START.pattern + r"|[()]")
TYPE = re.compile(r"\b(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)")
NAMED_FOLDERS = ("Sources", "Plugins", "Tests", "Benchmarks")
VAGUE_NAME = re.compile(r"(?:Manager|Helper|Utils?|Utilities)s?$", re.IGNORECASE)
FORCED = {"try!": r"\btry!", "as!": r"\bas!", "fatalError(": r"\bfatalError\s*\("}
UNCHECKED = re.compile(r"@unchecked\s+Sendable|\bnonisolated\(unsafe\)")
UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "HA" + "CK"]) + r")\b")
MACHINE_PATH = re.compile(r"(?<![\w.}$*)])/(?:" + "|".join(["wo" + "rk", "ro" + "ot"]) + r")/")


def files(root: Path) -> list[Path]:
    """Every text file of the package that is, or could be, committed; relative paths."""
    listing = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],
        check=True,
        capture_output=True,
    ).stdout
    paths = [Path(name) for name in listing.decode().split("\0") if name]
    return sorted(p for p in paths if (root / p).is_file() and _is_text(root / p))


def _is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:4096]


def module_of(path: Path) -> str | None:
    """The module that a Swift file belongs to; "plugin" for a plugin, None outside the house."""
    parts = path.parts
    if path.suffix != ".swift" or len(parts) < 3:
        return None
    for module, folder in OWN_MAIN_MODULES.items():
        if parts[: len(folder)] == folder:
            return module
    if parts[0] == "Sources":
        return parts[1]
    return {"Plugins": "plugin", "Tests": "tests"}.get(parts[0])


def code_only(text: str) -> str:
    """Swift text with comments and string literals blanked, line breaks kept."""
    blanked, place = [], 0
    while match := LITERAL_START.search(text, place):
        blanked.append(text[place : match.start()])
        end = _literal_end(text, match)
        blanked.append(re.sub(r"[^\n]", " ", text[match.start() : end]))
        place = end
    return "".join(blanked) + text[place:]


def _literal_end(text: str, start: re.Match) -> int:
    """Where the comment or string literal ends that begins with `start`."""
    if start.group() == "//":
        return _find(text, "\n", start.end())
    if start.group() == "/*":
        return _comment_end(text, start.end())
    hashes, quotes = start.group("hashes"), start.group("quotes")
    mark = re.compile(
        re.escape(quotes + hashes) + r"|" + re.escape("\\" + hashes) + r"(?P<escaped>.)"
        + (r"|\n" if quotes == '"' else ""),
        re.DOTALL,
    )
    place = start.end()
    while match := mark.search(text, place):
        if match.group("escaped") == "(":
            place = _interpolation_end(text, match.end())
        elif match.group("escaped"):
            place = match.end()
        else:
            return match.end()
    return len(text)


def _comment_end(text: str, place: int) -> int:
    depth = 1
    for match in re.compile(r"/\*|\*/").finditer(text, place):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return match.end()
    return len(text)


def _interpolation_end(text: str, place: int) -> int:
    """Just after the parenthesis that closes an interpolation, strings inside it skipped."""
    depth = 1
    while match := INTERPOLATION_MARK.search(text, place):
        if match.group() in "()":
            depth += 1 if match.group() == "(" else -1
            place = match.end()
            if depth == 0:
                return place
        else:
            place = _literal_end(text, match)
    return len(text)


def _find(text: str, wanted: str, place: int) -> int:
    found = text.find(wanted, place)
    return len(text) if found < 0 else found


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def imports(path: Path, text: str) -> list[str]:
    module = module_of(path)
    if module is None:
        return []
    if module == "plugin":
        own = ONE_PLUGIN_MAY_IMPORT.get(path.parts[1], set())
        allowed = PLUGIN_MAY_IMPORT | own | SYSTEM_MODULES
    elif module == HOST:
        allowed = BELOW_HOST | SYSTEM_MODULES
    elif module == "tests":
        allowed = None
    elif module in MAY_IMPORT:
        allowed = MAY_IMPORT[module] | SYSTEM_MODULES
    else:
        return [f"1: {module} is not in the table of modules; add it with what it may import"]
    found = []
    code = code_only(text)
    for match in IMPORT.finditer(code):
        name = match.group(1)
        if allowed is None:
            house = name in MAY_IMPORT or name in PLUGIN_MODULES or name in SYSTEM_MODULES
            if not house and name not in TEST_MODULES:
                found.append(f"{_line(code, match.start(1))}: tests may not import {name}")
        elif name not in allowed:
            found.append(
                f"{_line(code, match.start(1))}: {module} may not import {name}; "
                f"it may import {', '.join(sorted(allowed))}"
            )
    return found


def package_dependencies(path: Path, text: str) -> list[str]:
    if path.name != "Package.swift":
        return []
    code = code_only(text)
    return [
        f"{_line(code, m.start())}: a package dependency; the package has none"
        for m in re.finditer(r"\.package\s*\(", code)
    ]


def forced(path: Path, text: str) -> list[str]:
    if path.suffix != ".swift" or path.parts[0] == "Tests":
        return []
    code = code_only(text)
    return [
        f"{_line(code, m.start())}: {name} ends the process; throw an error instead"
        for name, pattern in FORCED.items()
        for m in re.finditer(pattern, code)
    ]


def length(path: Path, text: str) -> list[str]:
    if path.parts[0] not in ("Sources", "Plugins"):
        return []
    if path.suffix not in (".swift", ".c", ".h", ".cpp", ".rs", ".py"):
        return []
    lines = text.count("\n")
    if lines <= FILE_LINES:
        return []
    return [f"{lines}: a file holds one subject in at most {FILE_LINES} lines; split it"]


def names(path: Path, text: str) -> list[str]:
    found = []
    if path.parts[0] in NAMED_FOLDERS and VAGUE_NAME.search(path.stem):
        found.append(f"1: {path.name} says nothing of its subject; name the file after that")
    if path.suffix == ".swift":
        code = code_only(text)
        found += [
            f"{_line(code, m.start(1))}: {m.group(1)} says nothing of its subject"
            for m in TYPE.finditer(code)
            if VAGUE_NAME.search(m.group(1))
        ]
    return found


def unfinished(path: Path, text: str) -> list[str]:
    return [
        f"{_line(text, m.start())}: {m.group()} marks unfinished work; finish it or leave it out"
        for m in UNFINISHED.finditer(text)
    ]


def columns(path: Path, text: str) -> list[str]:
    if path.suffix not in (".swift", ".c", ".h", ".cpp", ".py", ".sh"):
        return []
    if path.parts[0] == "Tests" and path.suffix == ".swift":
        return []  # The formatter breaks what can be broken; the rest is test data.
    return [
        f"{number}: {len(line)} columns; at most {LINE_COLUMNS}"
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > LINE_COLUMNS
    ]


def proofs(path: Path, text: str) -> list[str]:
    if path.suffix != ".swift" or path.parts[0] == "Tests":
        return []
    lines = text.splitlines()
    code = code_only(text).splitlines()
    return [
        f"{number}: {match.group()} has no comment above it that says why it is safe"
        for number, line in enumerate(code, 1)
        if (match := UNCHECKED.search(line)) and not _has_comment(lines, number - 1)
    ]


def _has_comment(lines: list[str], index: int) -> bool:
    """Whether a comment stands on the line, or above it and above what belongs to the same item."""
    if "//" in lines[index]:
        return True
    above = index - 1
    while above >= 0:
        line = lines[above].strip()
        if line.startswith("//"):
            return True
        attribute = line.startswith("@") and not line.endswith("{")
        continued = line.endswith((",", "where", ":"))
        sibling = UNCHECKED.search(line) is not None
        if not (attribute or continued or sibling):
            return False
        above -= 1
    return False


def last_newline(path: Path, text: str) -> list[str]:
    if not text or text.endswith("\n"):
        return []
    return [f"{text.count(chr(10)) + 1}: the file does not end with a line break"]


def machine_paths(path: Path, text: str) -> list[str]:
    return [
        f"{_line(text, m.start())}: {m.group()} is a path of one machine; make it relative"
        for m in MACHINE_PATH.finditer(text)
    ]


ALL = [
    imports,
    package_dependencies,
    forced,
    length,
    names,
    unfinished,
    columns,
    proofs,
    last_newline,
    machine_paths,
]
