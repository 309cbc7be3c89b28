"""A database with one of each kind of object, and a Toolrack that asks it as a role that may only
read parts of it."""

from contextlib import contextmanager
from pathlib import Path

import psycopg
from postgres import Cluster, PostgresRack

DATABASE = "shop"
READER = "catalog_reader"
OBJECTS = Path(__file__).with_name("postgres_catalog.sql")


class Catalog:
    """The server, and racks before it."""

    def __init__(self, folder):
        self.folder = folder
        self.cluster = Cluster(log_statement="all")
        self.cluster.sql(f"CREATE DATABASE {DATABASE}")
        self.sql(OBJECTS.read_text())

    def sql(self, text: str) -> list[tuple]:
        return self.cluster.sql(text, database=DATABASE)

    def settings(self, user=READER, **more) -> dict:
        """Of one database. What the doctor thinks of the role is not the matter here."""
        return {"url": self.cluster.url(user, DATABASE), "doctor": "off", **more}

    @contextmanager
    def rack(self, databases=None, **more):
        folder = self.folder / f"rack{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        databases = databases or {"main": self.settings()}
        with PostgresRack(folder, databases, **more) as running:
            yield running
            running.assert_running()
            assert running.stop() == 0

    def has_package(self, extension: str) -> bool:
        found = self.sql(f"SELECT FROM pg_available_extensions WHERE name = '{extension}'")
        return len(found) > 0

    def close(self):
        self.cluster.close()


@contextmanager
def catalog_in(folder):
    catalog = Catalog(folder)
    try:
        yield catalog
    finally:
        catalog.close()


def error_of(catalog: Catalog, sql: str) -> str:
    """The server's own words for a statement that fails."""
    try:
        catalog.sql(sql)
    except psycopg.Error as error:
        return error.diag.message_primary
    raise AssertionError(f"{sql} did not fail")
