"""PgBouncer on a free port of the loopback, before one server."""

import os
import shutil
import subprocess

from own_issuer import free_port
from postgres import LOOPBACK, SECONDS, Cluster, as_owner, owned_folder, owner
from toolrack import Watched


class Pooler:
    """`settings` go into its own section of pgbouncer.ini."""

    def __init__(self, cluster: Cluster, **settings):
        self.folder = owned_folder()
        self.port = free_port()
        options = {
            "listen_addr": LOOPBACK, "listen_port": self.port, "unix_socket_dir": self.folder,
            "auth_type": "any", "pool_mode": "transaction", "default_pool_size": 4,
            "max_client_conn": 200, "pidfile": self.folder / "pid", **settings,
        }
        lines = ["[databases]", f"* = host={LOOPBACK} port={cluster.port} user=reader",
                 "[pgbouncer]", *(f"{name} = {value}" for name, value in options.items())]
        path = self.folder / "pgbouncer.ini"
        path.write_text("\n".join(lines) + "\n")
        os.chown(path, owner().pw_uid, owner().pw_gid)
        self._watched = Watched(
            as_owner("/usr/sbin/pgbouncer", path), {"LC_ALL": "C.UTF-8"}, cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
        self._watched.wait_for_line(lambda line: "process up" in line, SECONDS)

    @property
    def log(self) -> str:
        return "\n".join(self._watched.errors)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self._watched.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
