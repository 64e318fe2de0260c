"""Whatever the form and whatever a person does: the screen shows what the entry says."""

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from forms.definition import Question
from tests.helpers.entry_window import (
    ALL,
    FOUR,
    Drawn,
    ask,
    drawn,
    form_of,
    settle,
)

Key = Qt.Key


def _questions(names: Iterator[int], depth: int) -> st.SearchStrategy[Question]:
    simple = st.sampled_from([it for it in ALL if it[0] != "hidden"]).flatmap(
        lambda it: st.tuples(st.just(it), st.sampled_from(["", "a", "b"]), st.booleans())
    )

    def made(parts: Any) -> Question:
        (kind, appearance), relevant, must = parts
        return ask(
            kind,
            f"x{next(names)}",
            appearance=appearance,
            list_name="four" if kind in ("select_one", "select_multiple", "rank") else "",
            relevant=f"${{{relevant}}} != ''" if relevant else "",
            required="true()" if must and kind not in ("note", "calculate") else "",
            calculation="count(${lots})" if kind == "calculate" else "",
        )

    leaf = simple.map(made)
    if not depth:
        return leaf
    children = st.lists(_questions(names, depth - 1), min_size=1, max_size=3).map(tuple)

    def held(parts: Any) -> Question:
        kind, inside, relevant = parts
        when = f"${{{relevant}}} != ''" if relevant else ""
        return ask(kind, f"h{next(names)}", children=inside, relevant=when)

    holders = st.tuples(st.sampled_from(["group", "repeat"]), children, st.sampled_from(["", "a", "b"]))
    return st.one_of(leaf, leaf, holders.map(held))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_screen_shows_what_the_entry_says(data: st.DataObject, qtbot: Any) -> None:
    names = iter(range(10_000))
    lots = ask("repeat", "lots", children=(ask("text", "lot"),))
    asked = data.draw(st.lists(_questions(names, 2), min_size=2, max_size=8))
    d = drawn(form_of(ask("text", "a"), ask("text", "b"), lots, *asked, several=True, four=FOUR), qtbot)
    for _step in range(data.draw(st.integers(1, 12))):
        repeats = [it for it in d.entry.paths() if d.entry.form.find(_bare(it)).type == "repeat"]
        match data.draw(st.integers(0, 4)):
            case 0:
                d.presenter.added(data.draw(st.sampled_from(repeats)))
            case 1 if rows := [f"{it}/{row}" for it in repeats for row in d.entry.rows(it)]:
                d.presenter.removed(data.draw(st.sampled_from(rows)))
            case 2:
                d.presenter.check()
            case 3:
                d.presenter.spoke(data.draw(st.sampled_from(["vi", "en"])))
            case _:
                paths = [it for it in d.entry.paths() if d.entry.form.find(_bare(it)).holds_value]
                value = st.sampled_from(["", "c1", "c2 c1", "3", "2026-11-20", "08:30", "chữ", "OK"])
                d.presenter.typed(data.draw(st.sampled_from(paths)), data.draw(value))
        settle()
    check(d)
    d.body.close()


def check(d: Drawn) -> None:
    d.view.finish()
    settle()
    drawn_paths = set(d.view.paths())
    for path in d.entry.paths():
        question, state = d.entry.form.find(_bare(path)), d.entry.state(path)
        if question.type in ("group", "repeat"):
            continue
        assert path in drawn_paths
        answer = d.view.answer(path)
        assert answer.isVisibleTo(d.view) == state.relevant, path
        if state.relevant and answer.fault():
            assert state.fault is not None, path
        if state.relevant and question.type == "text" and "multiline" not in question.appearance:
            line = answer.control if hasattr(answer.control, "value") else answer.control.line
            assert line.value() == (state.value or ""), path
        if state.relevant and question.type == "select_one" and hasattr(answer.control, "values"):
            on = [state.value] if state.value in ("c1", "c2", "c3", "c4") else []
            assert answer.control.values() == on, path
    assert drawn_paths <= set(d.entry.paths())


def _bare(path: str) -> str:
    return "/".join(path.split("/")[::2])
