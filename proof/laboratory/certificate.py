"""A certificate for TLS servers of the laboratory, which nobody trusts."""

import tempfile
from contextlib import contextmanager
from typing import Iterator, Tuple

from host import run


@contextmanager
def make_certificate() -> Iterator[Tuple[str, str]]:
    """The paths of a new key and its certificate, which are gone at the end."""
    with tempfile.TemporaryDirectory(prefix="rstdiag-laboratory-") as folder:
        key, certificate = f"{folder}/key.pem", f"{folder}/certificate.pem"
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-days", "1", "-subj", "/CN=shop.example", "-keyout", key, "-out", certificate)
        yield key, certificate
