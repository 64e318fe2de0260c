"""pyxform's nested dicts to a `Form`: names made unique, metadata marked, choices from files joined."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from forms.compile.sheets import PROSE, Table, language_code, languages_of, settings_of, table_of
from forms.compile.types import Kind, built_in_constraint, built_in_hint, kind_of, parameters_of
from forms.compile.workbook import Workbook
from forms.definition import Choice, Entity, Form, Question, Words

Raw = Mapping[str, Any]
_FILLED = {"start": "once(now())", "today": "once(today())"}
_GENERATED = re.compile(r"^(generated_table_list_label|reserved_name_for_field_list_labels)_\d+$")
_OTHER: Words = {"vi": "Khác", "en": "Other"}
_SPECIFY: Words = {"vi": "Khác, ghi rõ", "en": "Specify other"}


class FormReader:
    """``rows``: path of each question → its row in the survey sheet, filled by `form`."""

    def __init__(self, book: Workbook, raw: Raw, files: Mapping[str, tuple[Choice, ...]]) -> None:
        self.book = book
        self.raw = raw
        self.files = files
        self.survey = table_of(book, "survey")
        self.cells = dict(self.survey.rows()) if self.survey else {}
        self.languages = languages_of(book)
        self.default_language = self._default_language()
        self.rows: dict[str, int] = {}
        self.entities_at: dict[str, str] = {}
        self._taken: dict[str, set[str]] = {}
        self._written = {cells["name"].casefold() for cells in self.cells.values() if "name" in cells}

    def form(self) -> Form:
        ours = self.raw.get("ngoso", {})
        first = settings_of(self.book)
        named = str(self.raw["id_string"]) if "id_string" in first else ""
        title = {self.default_language: first.get("title") or named or self.book.stem}
        title = {
            **title,
            **{k.removeprefix("title_"): str(v) for k, v in ours.items() if k.startswith("title_")},
        }
        choices = self._choices()
        questions = self._questions(self.raw["children"], "")
        return Form(
            id=str(self.raw["id_string"]),
            version=str(self.raw.get("version", "")),
            title=title,
            default_language=self.default_language,
            questions=questions,
            choices=choices,
            languages=self._named_languages(),
            instance_name=str(self.raw.get("instance_name", "")),
            entities=self._entities(),
        )

    def _default_language(self) -> str:
        written = str(self.raw.get("default_language", "default"))
        if written != "default":
            return language_code(written)
        first = next(iter(self.languages), "")
        if first and not self._has_plain_words():
            return first
        return "vi" if "vi" not in self.languages else "default"

    def _has_plain_words(self) -> bool:
        """Whether words without a language stand for a language of their own: labels, or others beside named ones."""
        columns = [c for c in (self.survey.columns if self.survey else ()) if c.key in PROSE]
        plain = {c.key for c in columns if not c.language}
        return "label" in plain or bool(plain & {c.key for c in columns if c.language})

    def _named_languages(self) -> dict[str, str]:
        if set(self.languages) <= {self.default_language}:
            return {}
        name = "Tiếng Việt" if self.default_language == "vi" else self.default_language
        return {self.default_language: name, **self.languages}

    def _questions(self, children: Sequence[Raw], prefix: str) -> tuple[Question, ...]:
        found: list[Question] = []
        above: Raw = {}
        for position, child in enumerate(children):
            after = children[position + 1] if position + 1 < len(children) else {}
            if child["name"] == "meta" and not _row(child):
                self._note_entities(child, prefix)
            elif not _generated(child, after):
                found.extend(self._question(child, prefix, above))
            if _row(child):
                above = child
        return tuple(found)

    def _question(self, raw: Raw, prefix: str, above: Raw) -> Iterator[Question]:
        row = _row(raw)
        cells = self.cells.get(row, {})
        kind = kind_of(cells["type"]) if cells.get("type") else Kind("text")
        whole = False
        if (
            {"calculation", "trigger"} & cells.keys()
            and not {"label", "hint"} & cells.keys()
            and not kind.edge
        ):
            whole = kind.type == "integer"
            kind = replace(kind, type="calculate")  # worked out and shown to nobody, whatever its type
        if kind.type in ("csv-external", "audit") or kind.advice:
            return
        written = str(raw["name"])
        name = self._name(written, prefix)
        path = prefix + name
        self.rows[path] = row or _row(above)
        bind, control, ours = raw.get("bind", {}), raw.get("control", {}), raw.get("ngoso", {})
        head = _table_head(raw)
        label = self._words(raw.get("label") or head.get("label"))
        yield Question(
            name=name,
            type=kind.type,
            label=label if row else {code: _SPECIFY.get(code, _SPECIFY["en"]) for code in self._codes()},
            hint=self._words(raw.get("hint") or head.get("hint") or built_in_hint(str(raw["type"]))),
            guidance=self._words(raw.get("guidance_hint")),
            required=_condition(bind.get("required")),
            required_message=self._words(bind.get("jr:requiredMsg")),
            relevant=_condition(bind.get("relevant")),
            constraint=_condition(bind.get("constraint")) or built_in_constraint(str(raw["type"])),
            constraint_message=self._words(bind.get("jr:constraintMsg")),
            calculation=self._calculation(kind, bind, whole),
            default=self._default(kind, raw),
            dynamic_default=bool(raw.get("_dynamic_default")) and kind.type not in ("image", "file"),
            read_only=_condition(bind.get("readonly")),
            choice_filter=str(raw.get("choice_filter", "")) if kind.list_name else "",
            repeat_count=cells.get("repeat_count", "") if kind.type == "repeat" else "",
            appearance=self._appearance(cells, control),
            list_name=self._list(kind),
            parameters=_parameters(raw.get("parameters")),
            carry=_yes(ours, "carry"),
            personal=_yes(ours, "personal"),
            index=_yes(ours, "index"),
            column=_yes(ours, "column"),
            trigger=", ".join(f"${{{name}}}" for name in raw.get("trigger") or ()),
            save_to=cells.get("save_to", ""),
            written=written if name != written else "",
            meta=kind.meta,
            children=self._questions(
                raw.get("children", []), f"{path}/" if kind.type == "repeat" else prefix
            ),
        )

    def _name(self, written: str, prefix: str) -> str:
        """A name of its own in the record or row: groups do not show in a path, and case does not count."""
        taken = self._taken.setdefault(prefix, set())
        name, count = written, 1
        while name.casefold() in taken or (name != written and name.casefold() in self._written):
            count += 1
            name = f"{written}_{count}"
        taken.add(name.casefold())
        return name

    def _calculation(self, kind: Kind, bind: Raw, whole: bool) -> str:
        """``whole``: the question is no longer of type integer, but its values are still cut to whole numbers."""
        if kind.meta:
            return _FILLED.get(kind.meta, "")
        written = str(bind.get("calculate", ""))
        return f"int({written})" if whole and written else written

    def _default(self, kind: Kind, raw: Raw) -> str:
        return "" if kind.type in ("image", "file") else str(raw.get("default", ""))

    def _appearance(self, cells: Mapping[str, str], control: Raw) -> str:
        """As written, but without what pyxform adds to the questions of a table-list."""
        if cells:
            return cells.get("appearance", "")
        return str(control.get("appearance", ""))

    def _list(self, kind: Kind) -> str:
        if kind.command == "select_one_external" and kind.list_name in self.raw.get("choices", {}):
            return f"external_choices {kind.list_name}"
        return kind.list_name

    def _codes(self) -> list[str]:
        return list(dict.fromkeys([self.default_language, *self.languages]))

    def _choices(self) -> dict[str, tuple[Choice, ...]]:
        found = {str(k): tuple(map(self._choice, v)) for k, v in self.raw.get("choices", {}).items()}
        for name, rows in self._external().items():
            found[f"external_choices {name}" if name in found else name] = tuple(map(self._choice, rows))
        return found | {name: self._labelled(rows) for name, rows in self.files.items()}

    def _labelled(self, rows: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(
            Choice(c.name, {self.default_language: c.label[""]} if c.label else {}, c.columns) for c in rows
        )

    def _external(self) -> dict[str, list[dict[str, Any]]]:
        table = table_of(self.book, "external_choices")
        lists: dict[str, list[dict[str, Any]]] = {}
        for number, _cells in table.rows() if table else ():
            raw = _nested(table, number) if table else {}
            if raw.get("list_name") and raw.get("name"):
                lists.setdefault(str(raw.pop("list_name")), []).append(raw)
        return lists

    def _choice(self, raw: Raw) -> Choice:
        columns = {
            str(k): v
            for k, v in raw.items()
            if k not in ("name", "label", "media", "ngoso") and isinstance(v, str)
        }
        label = self._words(raw.get("label"))
        if raw["name"] == "other" and "__row" not in raw and set(label.values()) == {"Other"}:
            label = {code: _OTHER.get(code, _OTHER["en"]) for code in self._codes()}
        return Choice(name=str(raw["name"]), label=label, columns=columns)

    def _words(self, value: object) -> Words:
        if not value:
            return {}
        if not isinstance(value, Mapping):
            return {self.default_language: str(value)}
        found = {}
        for key, text in value.items():
            code = self.default_language if key == "default" else language_code(str(key))
            if isinstance(text, str) and text:
                found[code] = text
        return found

    def _note_entities(self, meta: Raw, prefix: str) -> None:
        for child in meta.get("children", ()):
            if child.get("type") == "entity":
                for attribute in child.get("children", ()):
                    if attribute.get("name") == "dataset":
                        self.entities_at[str(attribute.get("value"))] = prefix.rstrip("/")

    def _entities(self) -> tuple[Entity, ...]:
        table = table_of(self.book, "entities")
        if table is None:
            return ()
        return tuple(
            Entity(
                list_name=cells["dataset"],
                label=cells.get("label", ""),
                entity_id=cells.get("entity_id", ""),
                create_if=cells.get("create_if", ""),
                update_if=cells.get("update_if", ""),
                repeat=self.entities_at.get(cells["dataset"], ""),
            )
            for _number, cells in table.rows()
            if cells.get("dataset")
        )


def _nested(table: Table, number: int) -> dict[str, Any]:
    """The cells of one row as pyxform nests them: labels by language, everything else by its header."""
    raw: dict[str, Any] = {}
    row = table.sheet.rows[number - 2]
    for column in table.columns:
        if column.position >= len(row) or not row[column.position]:
            continue
        if column.key == "label":
            language = column.tokens[1] if len(column.tokens) > 1 else "default"
            raw.setdefault("label", {})[language] = row[column.position]
        else:
            raw[column.key] = row[column.position]
    return raw


def _row(raw: Raw) -> int:
    return int((raw.get("ngoso") or {}).get("row", 0))


def _generated(raw: Raw, after: Raw) -> bool:
    """Whether pyxform made this node for the XForm's sake: a count before its repeat, the head of a table-list."""
    if _row(raw):
        return False
    name = str(raw["name"])
    return bool(_GENERATED.match(name)) or after.get("control", {}).get("jr:count") == f"${{{name}}}"


def _table_head(raw: Raw) -> Raw:
    """The note into which pyxform moves the label and hint of a table-list."""
    first: Raw = next(iter(raw.get("children", ())), {})
    return first if str(first.get("name", "")).startswith("generated_table_list_label") else {}


def _condition(value: object) -> str:
    """An expression, ``true()`` or ``""``: XLSForm writes yes and no for conditions that always or never hold."""
    text = "" if value is None else str(value).strip()
    known = {"yes": "true()", "true": "true()", "no": "", "false": "", "false()": ""}
    return known.get(text.lower(), text)


def _parameters(value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(key): str(text) for key, text in value.items()}
    return parameters_of(str(value or ""))


def _yes(ours: Raw, column: str) -> bool:
    return _condition(ours.get(column)) == "true()"
