"""The same as in test_postgres_faults, with a libpq from 17 on."""

from newer_libpq import *  # noqa: F403
from test_postgres_faults import *  # noqa: F403
