"""The same as in test_postgres_errors, with a libpq from 17 on."""

from newer_libpq import *  # noqa: F403
from test_postgres_errors import *  # noqa: F403
