"""``ngoso province``: the reference server, handed in, for this floor and the server never import each other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from desktop.work.home import home_folder
from resources import words
from resources.words import _

from .context import Parser


class Province(Protocol):
    """A province that has begun to listen."""

    url: str

    def new_code(self) -> str:
        """A new one-time code for a laptop."""


class Serve(Protocol):
    """Serve the province in ``home`` until interrupted."""

    def __call__(
        self,
        home: Path,
        host: str,
        port: int,
        *,
        on_ready: Callable[[Province], None],
        cert: Path | None,
        key: Path | None,
        forms: Sequence[Path],
    ) -> None: ...


def run(argv: Sequence[str], serve: Serve) -> int:
    """Serve until Ctrl+C; prints the address, a one-time code, and the line to type on a laptop."""
    parser = Parser(prog="ngoso province")
    parser.add_argument(
        "--home",
        type=Path,
        default=home_folder() / "province",
        metavar="DIR",
        help=_("folder that keeps everything"),
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("address to listen on"))
    parser.add_argument("--port", type=int, default=0, help=_("0: the last one, or any free one"))
    parser.add_argument(
        "--cert", type=Path, metavar="PEM", help=_("certificate chain; needed to listen beyond this machine")
    )
    parser.add_argument("--key", type=Path, metavar="PEM", help=_("the certificate's private key"))
    parser.add_argument(
        "--form",
        type=Path,
        action="append",
        default=[],
        metavar=_("FILE"),
        help=_("an XLSForm to give out to the laptops; may be said several times"),
    )
    parser.add_argument("--lang", choices=words.LANGUAGES, default="vi", help=_("language of the messages"))
    given = parser.parse_args(argv)
    serve(
        given.home,
        given.host,
        given.port,
        on_ready=_tell,
        cert=given.cert,
        key=given.key,
        forms=given.form,
    )
    return 0


def _tell(province: Province) -> None:
    code = province.new_code()
    print(_("Province's server: {url}").format(url=province.url))
    print(_("Enrolment code: {code}").format(code=code))
    print(_("On the laptop: ./ngoso sync --enrol {url} {code}").format(url=province.url, code=code))
    print(_("Ctrl+C stops it."), flush=True)
