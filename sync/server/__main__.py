"""``python -m sync.server --home DIR``: serve a province and say where, with one enrolment code."""

import argparse
import logging
import sys
from pathlib import Path

from . import Province, serve


def main() -> None:
    """Read the arguments and serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m sync.server", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="folder that keeps everything")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: the last one, or any free one")
    parser.add_argument("--cert", type=Path, help="certificate chain, PEM")
    parser.add_argument("--key", type=Path, help="the certificate's private key, PEM")
    parser.add_argument("--form", type=Path, action="append", default=[], help="an XLSForm to publish")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    serve(
        given.home, given.host, given.port, on_ready=_tell, cert=given.cert, key=given.key, forms=given.form
    )


def _tell(province: Province) -> None:
    sys.stdout.write(f"{province.url}\n{province.new_code()}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
