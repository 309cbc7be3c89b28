"""Folders of declared tools, a database for them, and servers that offer them."""

import json

from postgres import DATABASE, PASSWORD, READER, PostgresRack

SCHEMA = """
CREATE TABLE accounts (id bigint PRIMARY KEY, tenant text NOT NULL, name text NOT NULL,
  balance numeric NOT NULL, tags text[] NOT NULL DEFAULT '{}', data jsonb, opened timestamptz,
  mood mood NOT NULL DEFAULT 'ok');
INSERT INTO accounts VALUES
  (1, 'red', 'Ada', 10.50, '{a,b}', '{"k": [1]}', '2024-01-31 12:00+00', 'happy'),
  (2, 'red', 'Bob', 12345678901234567890.12, '{}', NULL, NULL, 'ok'),
  (3, 'blue', 'Cyd', 'NaN', '{NULL,"x,y"}', '"text"', '2024-02-01', 'sad');
CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY, text text NOT NULL);
"""


def prepare(cluster):
    """A database with accounts of two tenants, and a role that may only read it."""
    cluster.sql(f"CREATE DATABASE {DATABASE}")
    cluster.sql(f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'")
    cluster.sql("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');" + SCHEMA, database=DATABASE)
    cluster.sql(
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER};"
        f"REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;",
        database=DATABASE)


def tool(name, statement, **members) -> dict:
    return {"name": name, "description": f"The tool {name}.", "statement": statement, **members}


LOOKUP = tool(
    "account", "SELECT id, name FROM accounts WHERE id = :id", parameters={"id": {}},
    result="row")


class Folder:
    """A folder of tools."""

    def __init__(self, path):
        self.path = path
        self.path.mkdir(exist_ok=True)

    def write(self, file, *tools):
        """Replaces a file as editors do: a new one under its name."""
        text = json.dumps(tools[0] if len(tools) == 1 else tools)
        self.text(file, text)

    def text(self, file, text):
        beside = self.path / f"{file}~"
        beside.write_text(text)
        beside.rename(self.path / file)

    def remove(self, file):
        (self.path / file).unlink()


class DeclaredRack(PostgresRack):
    """A server with the tools of a folder. `more`: further members of the configuration."""

    def __init__(self, folder, cluster, more=None, database=None, **settings):
        self.folder = Folder(folder / "tools.d")
        main = {"url": cluster.url(READER, password=PASSWORD), "doctor": "off", **(database or {})}
        super().__init__(
            folder, {"main": main}, more=more, tools=str(self.folder.path), **settings)

    def said(self, *words) -> list[str]:
        """Lines of the log that hold all of these words."""
        return [line["message"] for line in self.log
                if all(word in line.get("message", "") for word in words)]
