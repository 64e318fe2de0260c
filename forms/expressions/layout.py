"""Where everything stands in a form, and where a name leads from there (`forms.expressions.sight.Names`)."""

import difflib
import unicodedata
from dataclasses import dataclass, field

from forms.definition import Form, Question, say
from forms.expressions.sight import Table
from resources.words import _


@dataclass(frozen=True, slots=True)
class Spot:
    """One question, group or repeat. ``scope``: the repeats around it, outermost first; ``holder``: what it stands
    directly in; ``place``: the names around it as written, groups too, and its own."""

    path: str
    question: Question
    scope: tuple[str, ...]
    holder: str
    place: tuple[str, ...]


@dataclass(slots=True)
class Layout:
    """All of a form by path, by place, and by name."""

    form: Form
    spots: dict[str, Spot] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=lambda: {"": []})
    paths: dict[tuple[str, ...], str] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)

    def sight(self, path: str) -> "Sight":
        """How names look from the question at ``path``, ``""`` from the form itself."""
        spot = self.spots.get(path)
        return Sight(self, path, spot.place, spot.scope) if spot else Sight(self, "", (), ())

    def table(self, name: str) -> Table:
        """See `forms.expressions.sight.Names.table`."""
        choices = self.form.choices
        key = next((each for each in (name, f"{name}.csv", f"{name}.xml") if each in choices), None)
        if key is None:
            raise LookupError(_("there is no list of choices {name}").format(name=name))
        if key not in self.tables:
            language = self.form.default_language
            rows = [{"name": c.name, "label": say(c.label, language), **c.columns} for c in choices[key]]
            self.tables[key] = Table(frozenset({"name", "label"}.union(*rows)), rows)
        return self.tables[key]


def lay_out(form: Form) -> Layout:
    """``form`` laid out."""
    layout = Layout(form)
    _lay_out(layout, form.questions, "", (), "", ())
    return layout


def _lay_out(
    layout: Layout,
    questions: tuple[Question, ...],
    prefix: str,
    scope: tuple[str, ...],
    holder: str,
    place: tuple[str, ...],
) -> None:
    for question in questions:
        path = prefix + question.name
        spot = Spot(path, question, scope, holder, (*place, _written(question)))
        layout.spots[path] = spot
        layout.members[holder].append(path)
        layout.paths.setdefault(spot.place, path)
        layout.names.setdefault(_written(question), []).append(path)
        if question.type in ("group", "repeat"):
            layout.members[path] = []
            repeat = question.type == "repeat"
            inner, around = (f"{path}/", (*scope, path)) if repeat else (prefix, scope)
            _lay_out(layout, question.children, inner, around, path, spot.place)


def _written(question: Question) -> str:
    return unicodedata.normalize("NFC", question.written or question.name)


@dataclass(frozen=True, slots=True)
class Sight:
    """Where names lead, seen from the question at ``own`` (`forms.expressions.sight.Names`)."""

    layout: Layout
    own: str
    here: tuple[str, ...]
    around: tuple[str, ...]

    def named(self, name: str) -> str:
        """See `Names`. Of several with one name the nearest counts, never a group before a question."""
        spots = [self.layout.spots[path] for path in self.layout.names.get(name, ())]
        spots = [spot for spot in spots if spot.question.type != "group"] or spots
        if not spots:
            raise LookupError(self._missing(name))
        near = [spot for spot in spots if self.around[: len(spot.scope)] == spot.scope] or spots
        deepest = max(len(spot.scope) for spot in near)
        best = [spot for spot in near if len(spot.scope) == deepest]
        if len(best) > 1:
            raise LookupError(_("the name ${{{name}}} stands twice").format(name=name))
        return best[0].path

    def _missing(self, name: str) -> str:
        text = _("there is no question ${{{name}}}").format(name=name)
        similar = difflib.get_close_matches(name, self.layout.names, 1, 0.75)
        return f"{text}; " + _("perhaps ${{{name}}}").format(name=similar[0]) if similar else text

    def at(self, place: tuple[str, ...]) -> str:
        return self.layout.paths.get(place, "")

    def place(self, path: str) -> tuple[str, ...]:
        return self.layout.spots[path].place

    def question(self, path: str) -> Question:
        return self.layout.spots[path].question

    def repeats(self, path: str) -> tuple[str, ...]:
        return self.layout.spots[path].scope

    def inside(self, repeat: str) -> "Sight":
        spot = self.layout.spots[repeat]
        return Sight(self.layout, repeat, spot.place, (*spot.scope, repeat))

    def table(self, name: str) -> Table:
        return self.layout.table(name)
