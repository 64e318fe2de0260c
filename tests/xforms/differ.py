"""Where the two engines do not agree, which of that is known, and why."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from forms.dates import VIETNAM
from forms.definition import Form, Question
from forms.expressions import Rules
from tests.xforms.walk import Walk, reached

_NUMBERS = ("integer", "decimal", "range", "calculate", "hidden")


@dataclass(frozen=True, slots=True)
class Difference:
    """``part`` of what stands ``at`` a place is ``here`` for us and ``there`` for the other engine.

    ``reads``: the types of the questions whose answers its expressions read.
    """

    at: str
    path: str
    part: str
    here: Any
    there: Any
    question: Question
    reads: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return f"{self.at}: {self.part} is {self.here!r} here, {self.there!r} there"


@dataclass(frozen=True, slots=True)
class Known:
    """A difference that is the other engine's, or wanted: told by the narrowest test that holds for it."""

    reason: str
    holds: Callable[[Difference], bool]


def _missing_words(it: Difference) -> bool:
    return _spoken(it) and it.there != it.here and _each(it, lambda here, there: there in (here, "-"))


def _other(it: Difference) -> bool:
    return _spoken(it) and _each(
        it, lambda here, there: here == there or there in ("Other", "Specify other.")
    )


def _each(it: Difference, alike: Callable[[str, str], bool]) -> bool:
    """Whether every word, or every word of a list, is ``alike``."""
    here, there = ([it.here], [it.there]) if isinstance(it.here, str) else (it.here, it.there)
    return len(here) == len(there) and all(map(alike, here, there))


def _group_hint(it: Difference) -> bool:
    return it.question.type in ("group", "repeat") and it.part.startswith("hint")


def _table_list(it: Difference) -> bool:
    table = "table-list" in it.question.appearance.split()
    return table and it.part.startswith("label") and not it.there


def _blank_members(it: Difference) -> bool:
    summed = re.search(r"\b(sum|min|max) *\(", it.question.calculation)
    return bool(summed) and it.part == "value" and it.there == ""


def _decimal_text(it: Difference) -> bool:
    return isinstance(it.there, str) and _bare(re.sub(r"\b(\d+)\.0\b", r"\1", it.there)) == _bare(
        str(it.here)
    )


def _cut_date(it: Difference) -> bool:
    looks = it.question.appearance.split()
    end = "-01-01" if "year" in looks else "-01" if "month-year" in looks else ""
    return it.part == "value" and bool(end) and str(it.here) == it.there[: -len(end)] + end


def _exists(it: Difference) -> bool:
    bare = re.fullmatch(r"\s*(not\()?\s*\$\{[^}]+\}\s*\)?\s*", it.question.relevant)
    return bool(bare) and (it.part, it.here) == ("relevant", bool(bare and bare[1]))


def _half(it: Difference) -> bool:
    rounded = "round(" in it.question.calculation and it.part == "value" and it.there != ""
    return rounded and float(it.here or 0) < 0 and float(it.here or 0) > float(it.there)


def _odd_default(it: Difference) -> bool:
    """A default that is no answer to its question: the other engine drops it without a word."""
    if it.part == "violation":
        return it.here == "type" and it.question.default != ""
    dropped = it.part == "value" and set(it.there.split()) < set(it.here.split())
    return dropped and it.question.type != "text" and it.here == it.question.default


def _row_choices(it: Difference) -> bool:
    if not it.question.list_name.startswith("${") or it.part != "options":
        return False
    nested = it.path.count("/") > 1
    named = list(dict.fromkeys(name for name in it.there if name))
    return it.here == named or (nested and set(it.here) < set(named))


def _days(it: Difference) -> bool:
    dated = "date" in it.question.calculation or not it.reads.isdisjoint(("date", "datetime", "calculate"))
    whole = "int(" in it.question.calculation and dated
    return (
        whole
        and it.part == "value"
        and it.there != ""
        and abs(float(it.here or "nan") - float(it.there)) == 1
    )


def _counts_down(question: Question) -> bool:
    start, end = (float(question.parameters.get(it) or bare) for it, bare in (("start", 1), ("end", 10)))
    return start > end


def _pattern(it: Difference) -> bool:
    regex = "regex(" in it.question.constraint.replace(" ", "")
    return regex and r"\p{" in it.question.constraint and it.part == "violation"


KNOWN: tuple[Known, ...] = (
    Known("where a translation is missing, pyxform writes “-”; we take the default language", _missing_words),
    Known("an XForm's groups have no hints; the screen shows what the form's author wrote", _group_hint),
    Known("pyxform gives the label of a table-list to a note of its own", _table_list),
    Known("pyxform writes the words of or_other in English only", _other),
    Known("sum, min and max pass over empty answers here, as in JavaRosa (ODK Collect)", _blank_members),
    Known("a whole decimal is the text “120.0” there, 120 here, as in JavaRosa (ODK Collect)", _decimal_text),
    Known("there a date asked by month or year keeps the day; ODK Collect and we keep the first", _cut_date),
    Known(r"patterns with \p{…} have no meaning there: JavaScript reads them only with the flag u", _pattern),
    Known(
        "there texts of times are no numbers, so that no comparison of two times holds; in JavaRosa they are",
        lambda it: "time" in (it.question.type, *it.reads) and it.part in ("relevant", "violation"),
    ),
    Known(
        "a default that is no answer to its question is dropped there, and told as a fault here", _odd_default
    ),
    Known(
        "a choice without a label is told by its name here",
        lambda it: it.part.startswith("options (") and _each(it, lambda here, there: there in (here, "")),
    ),
    Known(
        "a picture that comes with the form is no answer here",
        lambda it: (
            it.question.type in ("image", "file") and it.part == "value" and it.there.startswith("jr://")
        ),
    ),
    Known("an empty answer is false here, as in JavaRosa; there it is an element that exists", _exists),
    Known("halves below zero are rounded up here, as in JavaRosa and XPath; there away from zero", _half),
    Known(
        "indexed-repeat() inside a repeat, of a repeat in it, begins there with the first row of the form",
        lambda it: "indexed-repeat(" in it.question.calculation and it.part == "value" and "/" in it.path,
    ),
    Known(
        "choices from the rows of a repeat: nameless ones and doubles are offered there, and the rows of a repeat"
        " inside another are mixed up with those of other rows",
        _row_choices,
    ),
    Known("there a day begins at a fraction of a day of UTC, and int() falls to the day before", _days),
    Known(
        "a count of rows that is no whole number stops the other engine",
        lambda it: it.part == "step" and it.there == "Invalid array length",
    ),
    Known(
        "jr:choice-name() of a question in a repeat stops the other engine",
        lambda it: it.part == "step" and it.there.startswith("No element found by evaluating"),
    ),
    Known(
        "a number calculated for a day or a moment is days since 1970 here, and dropped there",
        lambda it: (
            it.question.type in ("date", "datetime") and bool(it.question.calculation) and it.there == ""
        ),
    ),
    Known(
        "infinity is no answer here, for nothing can keep it",
        lambda it: it.part == "value" and it.here == "" and it.there in ("Infinity", "-Infinity"),
    ),
    Known(
        "there a time of the form’s author without seconds (default 08:30) is no time",
        lambda it: it.question.type == "time" and it.here == it.question.default and it.there == "",
    ),
    Known(
        "a day that the form’s author did not write as 2026-12-31 is no day there",
        lambda it: (
            it.question.type == "date"
            and "/" in it.question.default
            and it.part == "value"
            and it.there == ""
        ),
    ),
    Known(
        "a rank keeps there what its choice filter offers no more",
        lambda it: (
            it.question.type == "rank"
            and it.question.choice_filter != ""
            and it.part == "value"
            and set(it.here.split()) < set(it.there.split())
        ),
    ),
    Known(
        "ranges that count down take no answer there; ODK Collect and we take them",
        lambda it: it.question.type == "range" and _counts_down(it.question) and it.there == "",
    ),
    Known(
        "there a date that cannot be told is the text “Invalid Date”; here it is empty",
        lambda it: it.part == "value" and (it.here, it.there) == ("", "Invalid Date"),
    ),
    Known(
        "questions with choices from the sheet external_choices are plain texts there",
        lambda it: it.part == "options" and it.there is None,
    ),
)


def known(difference: Difference) -> str:
    """Why a difference is no fault of ours, ``""`` when it is not known."""
    return next((it.reason for it in KNOWN if it.holds(difference)), "")


def differences(form: Form, rules: Rules, ours: Walk, theirs: dict[str, Any]) -> list[Difference]:
    """What the two do not agree on. What only follows from another difference is left out."""
    found = list(_all(form, rules, ours, theirs))
    sources = {it.path for it in found if not _spoken(it)}
    follows = {path: reached(rules, [path]) - {path} for path in sources}

    def first(path: str) -> bool:
        return not any(
            path in follows[it] and it not in follows.get(path, ()) for it in sources if it != path
        )

    told = {
        it
        for path in {*ours.loose, *sources}.union(*follows.values())
        for it, _ in rules.worded.get(path, ())
    }
    return [it for it in found if (it.path not in told | sources if _spoken(it) else True) and first(it.path)]


def _spoken(difference: Difference) -> bool:
    """Whether it is about words, which are told in each language."""
    return "(" in difference.part


def _all(form: Form, rules: Rules, ours: Walk, theirs: dict[str, Any]) -> Iterator[Difference]:
    for step, why in zip(ours.steps, theirs["steps"], strict=True):
        if why:
            at = str(step.get("set") or step.get("add") or step.get("remove") or step.get("rows"))
            path = ours.paths.get(at, "")
            if path and path not in ours.loose:
                yield Difference(at, path, "step", "done", why, form.find(path))
    for at, here in ours.nodes.items():
        path = ours.paths[at]
        question, there = form.find(path), theirs["nodes"].get(at)
        if path in ours.loose:
            continue
        if there is None:
            if here["relevant"]:
                yield Difference(at, path, "node", "there", "missing", question)
            continue
        if here["relevant"] or there["relevant"]:
            for part, mine, other in _parts(question, here, there):
                yield Difference(at, path, part, mine, other, question, _read(rules, path))


def _read(rules: Rules, path: str) -> frozenset[str]:
    plan = rules.plans[path]
    read = {it for _column, expression in plan.expressions() for it in expression.near | expression.wide}
    return frozenset(rules.plans[it].question.type for it in read)


def _parts(question: Question, here: dict[str, Any], there: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    plain_text = there["relevant"] and "options" in here and there.get("options") is None
    if plain_text:
        yield "options", here["options"], None
        return
    for part in ("relevant", "required", "readonly", "violation", "rows"):
        if part in here and here[part] != there.get(part):
            yield part, here[part], there.get(part)
    if not (here["relevant"] and there["relevant"]):
        return
    if "value" in here and not _same(question, here["value"], there.get("value") or ""):
        yield "value", here["value"], there.get("value")
    shuffled = question.parameters.get("randomize", "").lower() == "true"
    if "options" in here:
        mine, other = here["options"], there["options"]
        if (sorted(mine) != sorted(other)) if shuffled else (mine != other):
            yield "options", mine, other
    spoken = there["words"]
    for language, words in here.get("words", {}).items():
        told = (
            spoken.get(language)
            or spoken.get("default")
            or (len(spoken) == 1 and next(iter(spoken.values())))
        )
        if not told:
            yield "language", language, ", ".join(there["words"])
            continue
        for part in ("label", "hint", "message"):
            if part == "message" and here.get("violation") != there.get("violation"):
                continue
            if part == "hint" and words["guidance"] and _bare(words["guidance"]) in _bare(told["hint"]):
                continue  # the guidance is told there as a part of the hint
            if _bare(words[part]) != _bare(told[part]):
                yield f"{part} ({language})", words[part], told[part]
        if here.get("options") == there.get("options") and here.get("options"):
            mine, other = words["options"], told["options"]
            if list(map(_bare, mine)) != list(map(_bare, other)):
                yield f"options ({language})", mine, other


def _bare(text: str) -> str:
    """Without blanks to spare, and numbers without the noise of binary fractions."""
    return re.sub(r"-?\d+\.\d{9,}", lambda found: f"{float(found[0]):.9g}", " ".join(text.split()))


def _same(question: Question, here: str, there: str) -> bool:
    if here == there:
        return True
    if question.type == "select_multiple":
        return sorted(here.split()) == sorted(there.split())
    if question.type in _NUMBERS:
        try:  # what an expression gives is written alike; a decimal answer is “120.0” there and 120 here
            mine, other = float(here), float(there)
            return abs(mine - other) < 1e-9 and (mine != other or question.type in ("decimal", "range"))
        except ValueError:
            return False
    try:
        if question.type == "time":
            return here[:5] == there[:5] and len(there) > 5
        moment = datetime.fromisoformat(there)
        apart = datetime.fromisoformat(here) - (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM))
    except (ValueError, TypeError):
        return False
    return question.type == "datetime" and abs(apart) < timedelta(seconds=1)
