"""The same as in test_postgres_query, with a libpq from 17 on."""

from newer_libpq import *  # noqa: F403
from test_postgres_query import *  # noqa: F403
