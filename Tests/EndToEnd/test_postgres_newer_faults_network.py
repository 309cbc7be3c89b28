"""The same as in test_postgres_faults_network, with a libpq from 17 on."""

from newer_libpq import *  # noqa: F403
from test_postgres_faults_network import *  # noqa: F403
