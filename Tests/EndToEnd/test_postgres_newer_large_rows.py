"""The same as in test_postgres_large_rows, with a libpq from 17 on."""

from newer_libpq import *  # noqa: F403
from test_postgres_large_rows import *  # noqa: F403
