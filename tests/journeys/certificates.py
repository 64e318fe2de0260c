"""Self-signed certificates for 127.0.0.1 with any dates, made by the openssl command."""

import subprocess
from pathlib import Path

_CONFIG = """
[ca]
default_ca = own
[own]
new_certs_dir = {home}
database = {home}/index.txt
rand_serial = yes
default_md = sha256
policy = any
x509_extensions = v3
unique_subject = no
[any]
commonName = supplied
[v3]
basicConstraints = critical, CA:TRUE
subjectAltName = IP:127.0.0.1
[req]
distinguished_name = name
prompt = no
[name]
CN = province.test
"""


def certificate(home: Path, start: str, end: str) -> tuple[Path, Path]:
    """Certificate and key (PEM), valid from ``start`` to ``end``, each YYYYMMDD."""
    home.mkdir()
    config, key, request, cert = (home / name for name in ("ca.cnf", "key.pem", "request.pem", "cert.pem"))
    config.write_text(_CONFIG.format(home=home))
    (home / "index.txt").touch()
    _openssl(
        "req", "-config", config, "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request
    )
    dates = ("-startdate", f"{start}000000Z", "-enddate", f"{end}000000Z")
    own = ("-selfsign", "-keyfile", key, "-in", request, "-out", cert)
    _openssl("ca", "-config", config, "-batch", "-notext", *own, *dates)
    return cert, key


def _openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
