"""What search finds a record by: its searchable answers, and those of the records it names.

A reference counts when the question names one record (``record-resident``); a list of records
(``records-member``) does not: a member's name would stand in every visit of the year.
"""

from collections.abc import Iterator
from typing import Any

from .catalogue import Catalogue
from .file import File
from .rows import Values, read
from .search import Search, searchable
from .tables import Column, Layout, Table, quoted

_MOST_DEPENDANTS = 500  # records reindexed for one changed name; nobody is named in more on one laptop


class Texts:
    """Builds index texts. One instance serves one transaction: it remembers what it looked up."""

    def __init__(self, file: File, catalogue: Catalogue) -> None:
        self._file = file
        self._catalogue = catalogue
        self._seen: dict[tuple[str, str], str] = {}

    def of(self, layout: Layout, values: Values, title: str) -> str:
        """The index text of a record with these values, called ``title``."""
        named = [
            self._named(column.refers, value)
            for column, value in _answers(layout.main, values)
            if column.names_one
        ]
        return " ".join(filter(None, [own(layout, values), searchable([title]), *named]))

    def reindex_dependants(self, search: Search, form: str, rec: str) -> None:
        """Index anew every record that names ``rec``, the newest first, up to a bound."""
        self._seen.pop((form, rec), None)
        for other, layout in self._catalogue.newest().items():
            for dependant in _naming(self._file, layout, form, rec):
                record = read(self._file, layout, dependant)
                if record is not None and not record.deleted:
                    title = search.title(dependant)
                    text = self.of(layout, record.values, title)
                    search.change(dependant, other, text, hamlet_of(record.values), title)

    def _named(self, form: str, rec: str) -> str:
        key = (form, rec)
        if key not in self._seen:
            layout = self._catalogue.newest().get(form)
            record = read(self._file, layout, rec) if layout else None
            if layout is None or record is None or record.deleted:
                self._seen[key] = ""
            else:
                self._seen[key] = own(layout, record.values)
        return self._seen[key]


def hamlet_of(values: Values) -> str | None:
    """The hamlet a record belongs to; a survey may ask something else under that name."""
    hamlet = values.get("hamlet")
    return hamlet if isinstance(hamlet, str) else None


def own(layout: Layout, values: Values) -> str:
    """The words of the record's own searchable answers; a choice by its labels."""
    texts: list[str] = []
    for column, value in _answers(layout.main, values):
        if column.told:
            labels = layout.labels.get(column.question.list_name, {})
            texts += [labels.get(one, str(one)) for one in (value if isinstance(value, list) else (value,))]
    return searchable(texts)


def _answers(table: Table, values: Values) -> Iterator[tuple[Column, Any]]:
    for column in table.telling:
        if (value := values.get(column.key)) is not None:
            yield column, value
    for repeat in table.repeats:
        for row in values.get(repeat.key) or ():
            yield from _answers(repeat, row)


def _naming(file: File, layout: Layout, form: str, rec: str) -> set[str]:
    found: set[str] = set()
    for table in layout.main.walk():
        key, order = ("rec", "rec") if table.path else ("id", "sort")
        for column in table.columns:
            if column.refers == form and column.names_one:
                sql = (
                    f"SELECT {key} FROM {quoted(table.name)} WHERE {quoted(column.name)} = ? "
                    f"ORDER BY {order} DESC LIMIT {_MOST_DEPENDANTS}"
                )
                found.update(row[0] for row in file.rows(sql, (rec,)))
    return found
