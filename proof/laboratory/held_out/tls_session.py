"""curl gets a page from `openssl s_server` over TLS 1.2; no reset."""

from bench import Bench
from certificate import make_certificate

POINTS = ["client", "server"]
NEAR = ["after-tls-alert"]


def run(bench: Bench) -> None:
    with make_certificate() as (key, certificate):
        bench.serve(4433, "openssl", "s_server", "-accept", "4433", "-www", "-tls1_2", "-quiet",
                    "-key", key, "-cert", certificate)
    bench.client.run("curl", "-s", "-k", "-o", "/dev/null", "--local-port", str(bench.next_port()),
                     f"https://{bench.server.address}:4433/")
    bench.settle()
