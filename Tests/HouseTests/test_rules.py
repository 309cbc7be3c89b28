"""The tree obeys every rule, and every rule refuses what it is there to refuse."""

from pathlib import Path

import pytest
import rules

ROOT = Path(__file__).resolve().parents[2]

BAD = [
    (rules.imports, "Sources/JSON/Reader.swift", "import Foundation\n"),
    (rules.imports, "Sources/MCP/Message.swift", "package import HTTPServer\n"),
    (rules.imports, "Sources/PluginKit/Call.swift", "@preconcurrency import PluginHost\n"),
    (rules.imports, "Sources/HTTPServer/Loop.swift", "import struct JSON.JSONValue\n"),
    (rules.imports, "Sources/Host/Serve.swift", "import Foundation\n"),
    (rules.imports, "Sources/Invented/File.swift", "import Glibc\n"),
    (rules.imports, "Plugins/Lark/Sources/Send.swift", "import HTTPClient\n"),
    (rules.imports, "Plugins/Lark/Sandbox/main.swift", "import PluginKit\n"),
    (rules.imports, "Tests/JSONTests/Parsing.swift", "import XCTest\n"),
    (rules.package_dependencies, "Package.swift", 'let a = [.package(url: "x", from: "1.0.0")]\n'),
    (rules.forced, "Sources/JSON/Reader.swift", "let a = try! read()\n"),
    (rules.forced, "Sources/JSON/Reader.swift", "let a = b as! Int\n"),
    (rules.forced, "Plugins/Lark/Sources/Send.swift", 'fatalError("no")\n'),
    (rules.forced, "Sources/JSON/Reader.swift", 'let a = "\\(b)" + (try! c())\n'),
    (rules.forced, "Sources/JSON/Reader.swift", 'let a = #"\\"# + (try! c())\n'),
    (rules.length, "Sources/JSON/Reader.swift", "\n" * 401),
    (rules.length, "Plugins/Echo/echo.c", "\n" * 401),
    (rules.names, "Sources/JSON/JSONUtils.swift", ""),
    (rules.names, "Tests/EndToEnd/helpers.py", ""),
    (rules.names, "Sources/JSON/Reader.swift", "final class BufferManager {}\n"),
    (rules.names, "Sources/JSON/Reader.swift", "enum ParseHelper {}\n"),
    (rules.unfinished, "docs/architecture.md", "TO" + "DO: write\n"),
    (rules.unfinished, "Sources/JSON/Reader.swift", "// FIX" + "ME\n"),
    (rules.columns, "Sources/JSON/Reader.swift", "a" * 101 + "\n"),
    (rules.proofs, "Sources/JSON/A.swift", "final class A: @unchecked Sendable {}\n"),
    (rules.proofs, "Sources/JSON/A.swift", "// Why.\n\nnonisolated(unsafe) var a = 1\n"),
    (rules.proofs, "Sources/JSON/A.swift", 'let a = "//"\nnonisolated(unsafe) var a = 1\n'),
    (rules.last_newline, "LICENSE", "text"),
    (rules.machine_paths, "README.md", "cd /wo" + "rk/main\n"),
    (rules.machine_paths, "Makefile", "X = /ro" + "ot/.cache\n"),
]

GOOD = [
    (rules.imports, "Sources/PluginHost/Worker.swift", "import Glibc\npackage import HTTPClient\n"),
    (rules.imports, "Sources/Host/Serve.swift", "import MCP\nimport Synchronization\n"),
    (rules.imports, "Plugins/Lark/Sources/Send.swift", "import PluginKit\nimport JSON\n"),
    (rules.imports, "Tests/MCPTests/Era.swift", "import Testing\n@testable import MCP\n"),
    (rules.imports, "Sources/JSON/Reader.swift", '// import Foundation\nlet a = "\\nimport B"\n'),
    (rules.forced, "Sources/JSON/Reader.swift", 'let a = "try! as!" // fatalError(\n'),
    (rules.forced, "Sources/A/A.swift", 'let a = #"try! "x" "# + "as! \\(b["c"] ?? "try!") as!"\n'),
    (rules.forced, "Sources/A/A.swift", 'let a = """\n"as! \\"""\n  try! "\n"""\n'),
    (rules.forced, "Sources/A/A.swift", "/* a /* b */ try! */\n"),
    (rules.forced, "Tests/JSONTests/Parsing.swift", "let a = try! read()\n"),
    (rules.length, "Sources/JSON/Reader.swift", "\n" * 400),
    (rules.names, "Sources/JSON/Reader.swift", "struct HelperlessReader {}\n"),
    (rules.columns, "Sources/JSON/Reader.swift", "a" * 100 + "\n"),
    (rules.proofs, "Sources/JSON/A.swift", "/// Safe: locked.\nclass A: @unchecked Sendable {}\n"),
    (rules.proofs, "Sources/JSON/A.swift", "// Safe.\n@frozen\nnonisolated(unsafe) var a = 1\n"),
    (rules.machine_paths, "README.md", "see ../wo" + "rk/a and src/wo" + "rk/b\n"),
]


def _name(case) -> str:
    rule, path, text = case
    return f"{rule.__name__}-{path}-{text[:30]!r}"


@pytest.mark.parametrize("rule, path, text", BAD, ids=map(_name, BAD))
def test_a_rule_refuses(rule, path, text):
    assert rule(Path(path), text), f"{rule.__name__} let {text[:60]!r} pass in {path}"


@pytest.mark.parametrize("rule, path, text", GOOD, ids=map(_name, GOOD))
def test_a_rule_permits(rule, path, text):
    assert rule(Path(path), text) == []


def test_every_rule_is_shown_to_refuse():
    assert {rule for rule, _, _ in BAD} == set(rules.ALL)


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.__name__)
def test_the_tree_obeys(rule):
    paths = rules.files(ROOT)
    assert any(p.name == "Package.swift" for p in paths)
    violations = [
        f"{path}:{violation}"
        for path in paths
        for violation in rule(path, (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not violations, "\n" + "\n".join(violations)
