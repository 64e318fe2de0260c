"""One walk down the survey sheet: types, names, groups, lists, parameters and references, each fault at its cell."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from forms.compile.appearances import undrawn
from forms.compile.sheets import EXPRESSIONS, NAME_LIMIT, PROSE, Checked, Table, table_of
from forms.compile.types import PARAMETER, Kind, kind_of, parameters_of
from forms.compile.workbook import Place
from forms.text import fold
from resources.words import _

LEVEL_LIMIT = (
    1_900  # answers in the form itself, or in one row of a repeat: the store's tables end at 2,000 columns
)
DEPTH_LIMIT = 20
_REFERENCE = re.compile(r"\$\{\s*+(?:last-saved#)?([^}$]*+)\}")  # never slower than the cell is long
_SEARCH = re.compile(r"\bsearch\s*\(")
_SEED = re.compile(r"-?\d+(\.\d+)?|\$\{[^}]+\}")
_EMPTY_META = frozenset(["deviceid", "phonenumber", "simserial", "subscriberid", "email"])
_SILENT = frozenset(["calculate", "hidden", "group", "repeat", "csv-external"])
_REFERRING = {"survey": {*PROSE, *EXPRESSIONS, "type", "parameters", "appearance", "media"}}
_REFERRING |= {"choices": {"label", "media"}}
_REFERRING |= {"settings": {"instance_name"}, "entities": {"label", "entity_id", "create_if", "update_if"}}


@dataclass(slots=True)
class _Level:
    """A group or repeat that is open; ``names`` → rows of what stands directly in it, ``counts`` shared in a repeat.

    ``helpers``: names pyxform needs for questions of its own → rows of those they belong to.
    """

    kind: str
    row: int
    name: str = ""
    names: dict[str, int] = field(default_factory=dict)
    helpers: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


class SurveyWalk:
    """``lists``: sheet → list of choices → the names in it. `run` puts what it finds into ``checked``."""

    def __init__(self, checked: Checked, table: Table, lists: dict[str, dict[str, list[str]]]) -> None:
        self.checked = checked
        self.table = table
        self.lists = lists
        self.names: Counter[str] = Counter()
        self.repeats: dict[str, int] = {}
        self.open = [_Level("survey", 0)]
        self.undrawn: set[tuple[str, str]] = set()
        self.beside: set[str] = set()

    def run(self) -> None:
        if not self.table.has("type"):
            reason = _("the sheet needs a column {name}").format(name="type")
            self.checked.faults.append(Place("survey", 1, "type", reason))
            return
        asked = 0
        for number, cells in self.table.rows():
            asked += self._row(number, cells)
        for level in self.open[:0:-1]:
            reason = _("begin_{kind} has no end_{kind}").format(kind=level.kind)
            self.checked.faults.append(self.table.place(level.row, "type", reason))
            self.checked.mend(
                self.table, len(self.table.sheet.rows) + 2 + len(self.open), type=f"end_{level.kind}"
            )
            self.open.pop()
        if not asked and not self.checked.faults:
            self.checked.faults.append(Place("survey", 0, "", _("the form asks no question")))
        for sheet in _REFERRING:
            table = table_of(self.checked.book, sheet)
            if table is not None:
                self._check_references(table)

    def _row(self, number: int, cells: dict[str, str]) -> bool:
        """Checks one row; whether it is a question."""
        written = cells.get("type", "")
        if not written:
            if "name" in cells or "label" in cells:
                self._refuse(number, "type", _("write the type of this question"), type="note")
            return False
        kind = kind_of(written)
        if kind.edge == "end":
            if kind.advice:
                self.checked.mend(self.table, number, type="end_group")
            self._close(number, kind)
            return False
        if kind.advice:
            reason = _("questions of type {kind} are not used here: {advice}")
            self._refuse(
                number, "type", reason.format(kind=written, advice=kind.advice), type="text", parameters=""
            )
            kind = Kind("group", "begin") if kind.edge else Kind("hidden")
            if kind.edge:
                self.checked.mend(self.table, number, type="begin_group")
        if kind.type == "audit":
            self._check_audit(number, cells)
            return False
        name = self._check_name(number, cells, kind)
        self._check_kind(number, cells, kind)
        self._take_helper(number, name, kind, cells.get("repeat_count", ""))
        if kind.edge == "begin":
            self._begin(number, name, kind)
            return False
        return kind.type != "csv-external"

    def _begin(self, number: int, name: str, kind: Kind) -> None:
        around = self.open[-1]
        counts = Counter[str]() if kind.type == "repeat" else around.counts
        self.open.append(_Level(kind.type, number, name, counts=counts))
        if len(self.open) == DEPTH_LIMIT + 2:
            reason = _("groups stand at most {limit} deep").format(limit=DEPTH_LIMIT)
            self.checked.faults.append(self.table.place(number, "type", reason))
            self.checked.readable = False
        if kind.type == "repeat":
            if name in self.repeats:
                reason = _("the repeat in row {row} has this name already; choose another")
                self._refuse(number, "name", reason.format(row=self.repeats[name]), name=f"{name}_{number}")
            self.repeats.setdefault(name, number)

    def _close(self, number: int, kind: Kind) -> None:
        level = self.open[-1]
        if level.kind == kind.type:
            self.open.pop()
            if not level.names:
                reason = _("nothing stands between begin and end; some phones refuse such a form")
                self.checked.notes.append(self.table.place(level.row, "type", reason))
            return
        if level.kind == "survey":
            reason = _("end_{kind} has no begin_{kind}").format(kind=kind.type)
            self._refuse(number, "type", reason, type="", name="", label="")
            return
        reason = _("end_{kind} stands where end_{wanted} is needed: row {row} begins a {wanted}")
        self._refuse(
            number,
            "type",
            reason.format(kind=kind.type, wanted=level.kind, row=level.row),
            type=f"end_{level.kind}",
        )
        self.open.pop()

    def _check_name(self, number: int, cells: dict[str, str], kind: Kind) -> str:
        from pyxform.parsing.expression import is_xml_tag

        name, level = cells.get("name", ""), self.open[-1]
        if not name:
            if kind.type != "note":
                self._refuse(number, "name", _("write a name for this question"), name=f"unnamed_{number}")
            name = f"generated_note_name_{number}"
        elif not is_xml_tag(name) or ":" in name:
            reason = _("a name begins with a letter and holds letters, digits, - . _ only")
            if re.fullmatch(r"[^\W\d][\w.-]*", name):  # pyxform takes no À to Ö at all
                reason = _("write the name without marks, for example {name}").format(name=fold(name))
            self._refuse(number, "name", reason, name=f"unnamed_{number}")
        elif len(name) > NAME_LIMIT:
            reason = _("a name holds at most {limit} characters").format(limit=NAME_LIMIT)
            self.checked.faults.append(self.table.place(number, "name", reason))
        elif name in level.names:
            reason = _("the name {name} stands twice; give each question its own").format(name=name)
            self._refuse(number, "name", reason, name=f"{name}_{number}")
        elif name in level.helpers:
            self._refuse_taken(number, name, level.helpers[name])
        elif name == "meta":
            self._refuse(number, "name", _("the name meta is taken; choose another"), name=f"{name}_{number}")
        level.names.setdefault(name, number)
        self.names[name] += 1
        if kind.type not in ("group", "repeat", "note", "csv-external"):
            level.counts["answers"] += 1
            if level.counts["answers"] == LEVEL_LIMIT + 1:
                reason = _("a form, or one row of a repeat, asks at most {limit} questions")
                self.checked.faults.append(self.table.place(number, "name", reason.format(limit=LEVEL_LIMIT)))
                self.checked.readable = False  # it could, but takes seconds for each thousand
        return name

    def _take_helper(self, number: int, name: str, kind: Kind, count: str) -> None:
        """What pyxform adds for “other”, or for a count that is more than one reference, needs a name of its own."""
        counted = kind.type == "repeat" and count and not _REFERENCE.fullmatch(count)
        helper = f"{name}_count" if counted else f"{name}_other" if kind.or_other else ""
        if not helper:
            return
        level = self.open[-1]
        level.helpers[helper] = number
        self.beside.add(helper)
        if helper in level.names:
            self._refuse_taken(level.names[helper], helper, number)

    def _refuse_taken(self, number: int, name: str, row: int) -> None:
        reason = _("the name {name} is needed for row {row}; choose another").format(name=name, row=row)
        self._refuse(number, "name", reason, name=f"{name}_{number}")

    def _check_wordless(self, number: int, cells: dict[str, str], kind: Kind) -> None:
        if "media" not in cells:
            self._refuse(number, "label", _("write a label for this question"), label="?")
            return
        reason = _("a picture or sound alone is not shown here; write a label")
        if kind.type == "note":
            self.checked.notes.append(self.table.place(number, "label", reason))
        else:
            self._refuse(number, "label", reason, label="?")

    def _check_kind(self, number: int, cells: dict[str, str], kind: Kind) -> None:
        if kind.meta in _EMPTY_META:
            reason = _("a laptop has no {kind}; it stays empty").format(kind=kind.meta)
            self.checked.notes.append(self.table.place(number, "type", reason))
        if kind.list_name:
            self._check_list(number, cells, kind)
        told = {"label", "hint", "calculation", "trigger"} & cells.keys()
        if kind.type not in _SILENT and not kind.meta and not told:
            self._check_wordless(number, cells, kind)
        if kind.type == "calculate" and not kind.meta and not {"calculation", "default"} & cells.keys():
            self._refuse(number, "calculation", _("write the calculation"), calculation="1")
        for key, fits in (("choice_filter", bool(kind.list_name)), ("repeat_count", kind.type == "repeat")):
            if key in cells and not fits:
                reason = _("a {kind} has no {column}; it is left out").format(kind=cells["type"], column=key)
                self.checked.notes.append(self.table.place(number, key, reason))
        if _SEARCH.search(cells.get("appearance", "")):
            reason = _("search() reads a file of its own; use select_one_from_file and a choice_filter")
            self._refuse(number, "appearance", reason, appearance="")
        if kind.type in ("image", "file") and cells.get("default"):
            reason = _("an attachment has no default; it is left out")
            self.checked.notes.append(self.table.place(number, "default", reason))
        for word in undrawn(kind.type, cells.get("appearance", "")):
            if (kind.type, word) not in self.undrawn:
                self.undrawn.add((kind.type, word))
                reason = _("the appearance {name} changes nothing here for {kind}")
                reason = reason.format(name=word, kind=kind.type)
                self.checked.notes.append(self.table.place(number, "appearance", reason))
        self._check_parameters(number, cells.get("parameters", ""), kind)

    def _check_parameters(self, number: int, parameters: str, kind: Kind) -> None:
        """What pyxform does not look at, or looks at without naming the row."""
        pairs = parameters_of(parameters)
        reason = ""
        if PARAMETER.sub("", parameters).strip(" ,;\n"):
            reason = _("write parameters as start=0 end=10 step=1")
        elif kind.list_name and pairs.get("randomize", "true") not in ("true", "false"):
            reason = _("randomize is true or false")
        elif kind.list_name and "seed" in pairs and "randomize" not in pairs:
            reason = _("a seed needs randomize=true")
        elif kind.list_name and "seed" in pairs and not _SEED.fullmatch(pairs["seed"]):
            reason = _("a seed is a number or ${{name}}").format()
        else:
            key = next((k for k in ("rows", "max-pixels") if not pairs.get(k, "1").isdecimal()), "")
            if key:
                reason = _("the parameter {name} must be a number").format(name=key)
        if reason:
            self._refuse(number, "parameters", reason, parameters="")

    def _check_list(self, number: int, cells: dict[str, str], kind: Kind) -> None:
        name = kind.list_name
        ending = name.rpartition(".")[2].lower() if "." in name else ""
        if kind.from_file:
            if ending != "csv":
                reason = _("only CSV files are read here, not {name}; save the list as CSV")
                self._refuse(number, "type", reason.format(name=name), type="text", parameters="")
            return
        if name.startswith("${"):
            if kind.type != "select_one" or "external" in kind.command or kind.or_other:
                reason = _("answers in a repeat are chosen from with select_one {name}").format(name=name)
                self._refuse(number, "type", reason, type="text", parameters="", choice_filter="")
            return
        external = kind.command == "select_one_external"
        sheet = "external_choices" if external else "choices"
        lists = self.lists[sheet]
        if name not in lists:
            self._refuse_list(number, name, sheet)
            return
        if kind.type in ("select_multiple", "rank"):
            blank = next((choice for choice in lists[name] if " " in choice), None)
            if blank is not None:
                reason = _(
                    "several choices are kept with blanks between them: the choice “{choice}” of {name} has one"
                )
                text = reason.format(choice=blank, name=name)
                self._refuse(number, "type", text, type="text", parameters="", choice_filter="")
        if external and "choice_filter" not in cells:
            reason = _("select_one_external needs a choice_filter; without one write select_one")
            self._refuse(number, "type", reason, type="text", parameters="")
        if kind.or_other and name in self.checked.unlabelled:
            reason = _("or_other adds a choice with a label: give all choices of {name} labels").format(
                name=name
            )
            self.checked.faults.append(self.table.place(number, "type", reason))
        if kind.or_other and cells.get("choice_filter"):
            reason = _("write the choice “other” in the list: or_other takes no choice_filter")
            self._refuse(number, "choice_filter", reason, choice_filter="")

    def _refuse_list(self, number: int, name: str, sheet: str) -> None:
        near = get_close_matches(name, list(self.lists[sheet]), 1, 0.7)
        reason = _("there is no list {name} in the sheet {sheet}").format(name=name, sheet=sheet)
        if near:
            reason = _("there is no list {name}; did you mean {other}?").format(name=name, other=near[0])
        self._refuse(number, "type", reason, type="text", parameters="", choice_filter="")

    def _check_audit(self, number: int, cells: dict[str, str]) -> None:
        if "location" in cells.get("parameters", ""):
            reason = _("an audit with places is not kept; remove the location parameters")
            self._refuse(number, "parameters", reason, parameters="")
        else:
            reason = _("the program keeps its own history; no audit file is written")
            self.checked.notes.append(self.table.place(number, "type", reason))
        self.names["audit"] += 1

    def _check_references(self, table: Table) -> None:
        wanted, mended = _REFERRING[table.sheet.name], self.checked.changes.get(table.sheet.name, {})
        for number, _cells in table.rows():
            for column in table.columns:
                text = table.text(number, column.position)
                if (number, column.position) in mended:
                    continue
                if "${" not in text or (column.key not in wanted and column.tokens[0] != "bind"):
                    continue
                if fault := next(self._broken_references(text), ""):
                    self.checked.faults.append(table.place(number, column.written, fault))
                    instead = "?" if column.key in PROSE else ""
                    self.checked.changes.setdefault(table.sheet.name, {})[number, column.position] = instead

    def _broken_references(self, text: str) -> Iterator[str]:
        named = [name.strip() for name in _REFERENCE.findall(text)]
        if text.count("${") > len(named):
            yield _("the bracket after $ is not closed")
        for name in named:
            if name in ("instanceID", "instanceName"):
                continue
            if self.names[name] > 1:
                yield _("the name ${{{name}}} stands twice").format(name=name)
            elif name in self.beside and not self.names[name]:
                yield _(
                    "the text beside “other” has no name: write the choice other and a question of your own"
                )
            elif not self.names[name]:
                near = get_close_matches(name, list(self.names), 1, 0.75)
                reason = _("there is no question ${{{name}}}").format(name=name)
                more = _("{reason}; did you mean ${{{other}}}?")
                yield more.format(reason=reason, other=near[0]) if near else reason

    def _refuse(self, number: int, key: str, reason: str, **mended: str) -> None:
        self.checked.faults.append(self.table.place(number, key, reason))
        self.checked.mend(self.table, number, **mended)
