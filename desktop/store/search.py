"""Search over everything that was marked searchable: folded words, every one a prefix, newest first.

Words are cut here, for the index and for the query alike, so that no sign in a query means
anything to FTS5 and both sides agree on what a word is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forms.text import fold

from .file import File

_WORD = re.compile(r"[^\W_]+")
_DIGITS_APART = re.compile(r"\+?\d(?:[ .\-]?\d){3,}")
_MOST_WORDS = 16  # a whole page pasted into the search box is still one quick query


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found; ``kind`` is its form's id."""

    rec: str
    kind: str


def searchable(texts: Iterable[str]) -> str:
    """``texts`` as the index keeps them: each folded word once, in order; 0912 345 678 also as one word."""
    folded = fold(" | ".join(texts))  # the stroke keeps a number from running on into the next text
    words = dict.fromkeys(_WORD.findall(folded))
    for number in _DIGITS_APART.findall(folded):
        words["".join(filter(str.isdigit, number))] = None
    return " ".join(words)


class Search:
    """The full-text index. Writes belong inside the transaction of the record they describe."""

    def __init__(self, file: File) -> None:
        self._file = file

    def add(self, rec: str, kind: str, text: str, hamlet: str | None, title: str = "") -> None:
        """Index a record that is not in the index yet; ``text`` comes from ``searchable``, ``title`` calls it."""
        sql = "INSERT INTO search_doc (rec, kind, hamlet, title) VALUES (?, ?, ?, ?)"
        docid = self._file.run(sql, (rec, kind, hamlet, title or None)).lastrowid
        self._file.run("INSERT INTO search (rowid, kind, text) VALUES (?, ?, ?)", (docid, _token(kind), text))

    def change(self, rec: str, kind: str, text: str, hamlet: str | None, title: str = "") -> None:
        """Replace what is indexed of a record; it keeps its place among newest and oldest."""
        sql = "UPDATE search_doc SET hamlet = ?, title = ? WHERE rec = ? RETURNING docid"
        found = self._file.run(sql, (hamlet, title or None, rec)).fetchall()
        if not found:
            self.add(rec, kind, text, hamlet, title)
            return
        sql = "UPDATE search SET kind = ?, text = ? WHERE rowid = ?"
        self._file.run(sql, (_token(kind), text, found[0]["docid"]))

    def title(self, rec: str) -> str:
        """What a record is called by its form's ``instance_name``; ``""`` where there is none."""
        row = self._file.row("SELECT title FROM search_doc WHERE rec = ?", (rec,))
        return str(row["title"] or "") if row else ""

    def drop(self, rec: str) -> None:
        """Take a record out of the index."""
        for row in self._file.run("DELETE FROM search_doc WHERE rec = ? RETURNING docid", (rec,)).fetchall():
            self._file.run("DELETE FROM search WHERE rowid = ?", (row["docid"],))

    def find(self, text: str, kinds: Iterable[str] | None = None, limit: int = 20) -> list[Hit]:
        """Records that hold every word of ``text`` as the beginning of a word, newest first.

        ``kinds`` are form ids; None means all. A number typed in groups is found whole as well.
        """
        wanted = None if kinds is None else tuple(kinds)
        query = _query(text, wanted)
        if query is None:
            return []
        # The index knows a kind by its letters alone, and two forms may have the same ones: a_b and ab.
        among = f"AND d.kind IN ({', '.join('?' * len(wanted))}) " if wanted else ""
        # Never ORDER BY rank: on a common word it reads every match (half a second at a million records).
        sql = (
            "SELECT d.rec, d.kind FROM search s JOIN search_doc d ON d.docid = s.rowid "
            f"WHERE s.search MATCH ? {among}ORDER BY s.rowid DESC LIMIT ?"
        )
        return [Hit(row["rec"], row["kind"]) for row in self._file.rows(sql, (query, *(wanted or ()), limit))]


def _token(kind: str) -> str:
    return "".join(_WORD.findall(kind.casefold()))


def _query(text: str, kinds: Iterable[str] | None) -> str | None:
    folded = fold(text)
    words = _WORD.findall(folded)[:_MOST_WORDS]
    tokens = None if kinds is None else [_token(kind) for kind in kinds]
    if not words or tokens == []:
        return None
    match = " AND ".join(f'"{word}"*' for word in words)
    if len(words) > 1 and _DIGITS_APART.fullmatch(folded):
        match = f'({match}) OR "{"".join(words)}"*'
    query = f"{{text}} : ({match})"
    if tokens:
        query += " AND {kind} : (" + " OR ".join(f'"{token}"' for token in tokens) + ")"
    return query
