"""The store: one encrypted data file and everything that is kept in it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from forms.definition import Form
from forms.library import built_in, built_in_ids
from forms.problem import Problem
from sync.wire.ids import new_id

from . import keys
from .catalogue import Catalogue
from .consents import Consents
from .drafts import Drafts
from .faults import translated
from .file import NAME, File, Parameters, Row, open_file
from .journal import Journal
from .keys import Cost, DataKey
from .outbox import Outbox, begin
from .records import Records
from .schema import migrate
from .search import Search
from .shelf import Attachments, Meta, PrintRuns, Units


class Store:
    """Open it with ``Store.open`` (or ``Store.set_up`` once), use its parts, ``close`` it.

    It belongs to the thread that opened it. Every write is one transaction, on the disk when the call
    returns; ``together`` makes several of them one.
    """

    def __init__(self, file: File, home: Path) -> None:
        self._file = file
        self.home = home
        self.meta = Meta(file)
        self.forms = Catalogue(file)
        self.journal = Journal(file)
        self.search = Search(file)
        self.records = Records(file, self.journal, self.search, self.forms)
        self.drafts = Drafts(file)
        self.consents = Consents(file, self.journal)
        self.outbox = Outbox(file)
        self.attachments = Attachments(file)
        self.print_runs = PrintRuns(file)
        self.units = Units(file)

    @classmethod
    def open(cls, home: Path, key: DataKey, forms: Iterable[Form] | None = None) -> "Store":
        """Open the data in ``home`` and see that ``forms`` (by default the built-in ones) have their tables.

        A log left behind means that the last run ended in a crash or a power cut: then all of it is read and
        checked first, about 25 µs a change. Raises ``store.in_use``, ``store.damaged``, ``store.newer``,
        ``store.read_only``, ``store.full``; a damaged file and a newer one are not written to.
        """
        crashed = (home / f"{NAME}-wal").exists()
        file = open_file(home, key)
        try:
            if crashed and not cls(file, home).sound():
                raise Problem("store.damaged")
        except BaseException:
            file.close()
            raise
        return cls._ready(file, home, forms)

    @classmethod
    def set_up(
        cls,
        home: Path,
        passphrase: str,
        name: str,
        role: str,
        *,
        member: str = "",
        cost: Cost | None = None,
        forms: Iterable[Form] | None = None,
        first: Callable[["Store"], object] = lambda _: None,
    ) -> "Store":
        """Make a new data file and its first person; ``first`` writes what must be in it from the beginning.

        The keys are written last: a data file without them, left by a power cut, is set aside, never
        overwritten. Raises ``store.passphrase_short``; FileExistsError when ``home`` was set up before.
        """
        if keys.people(home):
            raise FileExistsError(keys.FILE)
        keys.check(passphrase)
        key = keys.new_key()
        with translated():
            aside = f"{NAME}.{new_id()}.aside"
            for end in ("", "-wal"):  # what was confirmed last may stand in the log alone
                if (home / f"{NAME}{end}").exists():
                    (home / f"{NAME}{end}").rename(home / f"{aside}{end}")
        store = cls._ready(open_file(home, key, create=True), home, forms)
        try:
            first(store)
            keys.create(home, passphrase, name, role, cost, member=member, key=key)
        except BaseException:
            store.close()
            raise
        return store

    def query(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """The rows of a SELECT against the typed tables (see ``tables.py``); by position or by column name.

        For functions of work; write ``deleted = 0`` and stay on an index. A statement that writes is refused.
        """
        self._file.run("PRAGMA query_only = ON")
        try:
            return self._file.rows(sql, parameters)
        finally:
            self._file.run("PRAGMA query_only = OFF")

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several writes, all or none of them."""
        with self._file.transaction():
            yield

    def sound(self) -> bool:
        """Whether every page of the file and every link of the chain is as it was written. Reads it all."""
        if self._file.rows("PRAGMA cipher_integrity_check"):
            return False
        (fault,) = self._file.rows("PRAGMA quick_check(1)")
        return fault[0] == "ok" and self.outbox.broken_at() is None

    def close(self) -> None:
        """Let go of the file; what was confirmed is on the disk already."""
        self._file.close()

    @classmethod
    def _ready(cls, file: File, home: Path, forms: Iterable[Form] | None) -> "Store":
        try:
            migrate(file)
            with file.transaction():
                if not file.run("SELECT 1 FROM epoch").fetchone():
                    begin(file, 1, new_id(), new_id(), None)
            store = cls(file, home)
            for form in map(built_in, built_in_ids()) if forms is None else forms:
                store.forms.layout(form)
        except BaseException:
            file.close()
            raise
        return store
