"""An issuer elsewhere changes its keys while many clients call: none of them notices."""

import threading
import time

from cryptography.hazmat.primitives.asymmetric import rsa
from issuer import Issuer
from test_access_tokens import ask, configuration
from toolrack import Toolrack, eventually
from wire import Connection

CLIENTS = 32
# Keys are fetched because of an unknown one that long after the last time, and not before.
COOL_DOWN_SECONDS = 30
PAUSE_SECONDS = 0.05


class Clients:
    """Each calls on a connection of its own, with a token of its own of the issuer's newest key,
    and with one of before."""

    def __init__(self, rack, issuer):
        self.rack = rack
        self.issuer = issuer
        self.key = "rsa"
        self.problems = []
        self.served = {}
        self.ends = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.run, args=(n,)) for n in range(CLIENTS)]
        for thread in self.threads:
            thread.start()

    def run(self, number):
        try:
            old = self.issuer.token("rsa", jti=f"old-{number}")
            with Connection(self.rack.port) as connection:
                while not self.ends.wait(PAUSE_SECONDS):
                    key = self.key
                    new = self.issuer.token(key, jti=f"{number}")
                    for token in (new, old, new):
                        fields = {"Authorization": f"Bearer {token}"}
                        answer = connection.modern("tools/list", fields=fields)
                        if answer.status != 200:
                            self.problems.append(answer)
                    with self.lock:
                        self.served[key] = self.served.get(key, 0) + 1
        except Exception as problem:
            self.problems.append(problem)

    def have_used(self, key):
        return eventually(lambda: self.problems or self.served.get(key, 0) >= 4 * CLIENTS)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.ends.set()
        for thread in self.threads:
            thread.join()


def test_rotation_elsewhere_under_load(tmp_path):
    with Issuer() as issuer, Toolrack(tmp_path, configuration(tmp_path, issuer)) as rack:
        assert ask(rack, issuer.token()).status == 200
        fetched = time.monotonic()
        issuer.asked.clear()
        with Clients(rack, issuer) as clients:
            assert clients.have_used("rsa")
            # Published first, used when everybody had time to fetch it.
            issuer.keys["next"] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            time.sleep(max(0, fetched + COOL_DOWN_SECONDS + 1 - time.monotonic()))
            clients.key = "next"
            assert clients.have_used("next")
        assert not clients.problems, clients.problems[:3]
        # Once for the whole storm.
        assert len(issuer.asked) == 2
