"""The same as in test_postgres_kept, with a libpq from 17 on."""

from newer_libpq import *  # noqa: F403
from test_postgres_kept import *  # noqa: F403
