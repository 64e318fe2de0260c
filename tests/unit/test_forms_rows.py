"""What an entry does with rows, with what is hidden, and with counts that other answers decide."""

from collections.abc import Callable

import pytest

from forms.definition import Question
from forms.entry import Entry
from tests.helpers.trial import begin, kinds, repeat


def test_what_is_hidden_counts_as_empty_and_is_kept() -> None:
    inner = Question("inner", "group", relevant="${b} = 1", children=(Question("c", "text"),))
    entry = begin(
        Question("a", "integer"),
        Question("outer", "group", relevant="${a} = 1", children=(Question("b", "integer"), inner)),
        Question("told", "calculate", calculation="concat('[', ${c}, ']')"),
        repeat("rows", Question("n", "integer"), relevant="${a} = 1"),
        Question("sum", "calculate", calculation="sum(${n})"),
        Question("count", "calculate", calculation="count(${rows})"),
        values={"a": 1, "b": 1, "c": "x", "rows": [{"@id": "1", "n": 2}, {"@id": "2", "n": 3}]},
    )
    assert [entry.get(path) for path in ("told", "sum", "count")] == ["[x]", 5, 2]
    entry.set("a", 2)
    assert [entry.state(path).relevant for path in ("b", "inner", "c", "rows/1/n")] == [False] * 4
    assert [entry.get(path) for path in ("told", "sum", "count")] == ["[]", 0, 0]
    assert entry.values() == {"a": 2, "told": "[]", "sum": 0, "count": 0}
    entry.set("a", 1)
    assert [entry.get(path) for path in ("told", "sum", "count")] == ["[x]", 5, 2]


def test_irrelevant_answers_are_no_members_of_a_list() -> None:
    row = Question("use", "integer"), Question("n", "text", relevant="${use} = 1")
    entry = begin(
        repeat("rows", *row),
        Question("joined", "calculate", calculation="join('-', ${n})"),
        values={"rows": [{"@id": str(i), "use": i % 2, "n": f"n{i}"} for i in range(4)]},
    )
    assert entry.get("joined") == "n1-n3"
    entry.set("rows/0/use", 1)
    assert entry.get("joined") == "n0-n1-n3"


def test_rows_follow_a_count_each_row_its_own() -> None:
    visits = repeat("visits", Question("day", "date"), count="${times}")
    entry = begin(
        Question("n", "integer"), repeat("people", Question("times", "integer"), visits, count="${n} + 1")
    )
    assert len(entry.rows("people")) == 0
    entry.set("n", 1)
    one, two = entry.rows("people")
    entry.set(f"people/{one}/times", 2)
    entry.set(f"people/{two}/times", 1)
    assert [len(entry.rows(f"people/{r}/visits")) for r in (one, two)] == [2, 1]
    kept = entry.rows(f"people/{one}/visits")
    effects = entry.set(f"people/{one}/times", 1)
    assert f"people/{one}/visits/{kept[1]}/day" in effects.changed
    assert entry.rows(f"people/{one}/visits") == kept[:1]
    entry.set(f"people/{one}/times", 3)
    assert entry.rows(f"people/{one}/visits")[:2] == kept
    entry.set("n", 0)
    assert entry.rows("people") == [one]
    assert len(entry.values()["people"]) == 1
    assert len(entry.everything()["people"]) == 2


@pytest.mark.parametrize(
    ("count", "rows", "fine"),
    [
        ("2", 2, True),
        ("2.9", 2, True),
        ("-1", 0, True),
        ("number('x')", 0, True),
        ("5000", 5_000, True),
        ("5001", 0, False),
        ("1 div 0", 0, False),
    ],
)
def test_a_count_that_is_odd_is_taken_as_far_as_it_goes(count: str, rows: int, fine: bool) -> None:
    entry = begin(repeat("rows", Question("n", "integer"), count=count))
    assert len(entry.rows("rows")) == rows
    assert (kinds(entry) == []) is fine


def test_a_count_that_grows_with_its_own_rows_stops() -> None:
    entry = begin(repeat("rows", Question("n", "integer"), count="count(${rows}) + 1"))
    assert kinds(entry) == [("rows", "type")]
    nested = repeat("inner", Question("m", "integer"), count="5000")
    entry = begin(repeat("rows", nested, count="50"))
    assert sum(len(entry.rows(f"rows/{r}/inner")) for r in entry.rows("rows")) + 50 <= 20_000
    assert ("type") in [kind for _path, kind in kinds(entry)]


def test_a_row_looks_at_the_rows_beside_it_and_not_at_those_of_others() -> None:
    inner = repeat(
        "inner",
        Question("n", "integer"),
        Question("second", "calculate", calculation="indexed-repeat(${n}, ${inner}, 2)"),
        Question("more", "calculate", calculation="sum(${inner}[n > 1]/n)"),
    )
    rows = [{"@id": str(o), "inner": [{"@id": str(i), "n": o * 10 + i} for i in range(3)]} for o in range(2)]
    entry = begin(repeat("outer", inner), values={"outer": rows})
    seen = {(o, i): entry.get(f"outer/{o}/inner/{i}/second") for o in range(2) for i in range(3)}
    assert seen == {(o, i): o * 10 + 1 for o in range(2) for i in range(3)}
    assert [entry.get(f"outer/{o}/inner/0/more") for o in range(2)] == [2, 33]


def test_each_row_counts_the_rows_as_they_come_and_go() -> None:
    entry = begin(
        repeat("rows", Question("all", "calculate", calculation="count(${rows})")),
        values={"rows": [{"@id": "a"}]},
    )
    assert entry.get("rows/a/all") == 1
    entry.add_row("rows", "b")
    assert [entry.get(f"rows/{row}/all") for row in "ab"] == [2, 2]
    assert "rows/a/all" in entry.remove_row("rows/b").changed
    assert entry.get("rows/a/all") == 1


def test_counted_rows_are_summed_as_they_come_and_go() -> None:
    entry = begin(
        Question("n", "integer"),
        Question("hide", "integer"),
        repeat(
            "rows",
            Question("m", "integer", default="7", required="true()", constraint=". != 8"),
            count="${n}",
            relevant="${hide} != 1",
        ),
        Question("all", "calculate", calculation="concat(count(${rows}), ':', sum(${m}))"),
    )
    seen = []
    for path, value in [("n", 3), ("n", 1), ("n", 2), ("hide", 1), ("n", 3), ("hide", 2), ("n", 0)]:
        entry.set(path, value)
        seen.append(entry.get("all"))
    assert seen == ["3:21", "1:7", "2:14", "0:0", "0:0", "3:21", "0:0"]
    entry.set("n", 2)
    rows = entry.rows("rows")
    entry.set(f"rows/{rows[1]}/m", 8)
    assert kinds(entry) == [(f"rows/{rows[1]}/m", "constraint")]
    assert f"rows/{rows[1]}/m" in entry.set("hide", 1).changed
    assert (kinds(entry), entry.state(f"rows/{rows[1]}/m").relevant) == ([], False)
    entry.set("n", 1)
    entry.set("hide", 2)
    assert [entry.state(f"rows/{row}/m").relevant for row in rows] == [True, False]


def test_a_row_taken_from_a_counted_repeat_is_made_anew() -> None:
    entry = begin(
        Question("n", "integer", default="2"),
        repeat("rows", Question("m", "integer", default="7"), count="${n}"),
        Question("all", "calculate", calculation="concat(count(${rows}), ':', sum(${m}))"),
    )
    first, second = entry.rows("rows")
    entry.set(f"rows/{first}/m", 1)
    assert entry.get("all") == "2:8"
    entry.remove_row(f"rows/{first}")
    assert entry.rows("rows")[0] == second
    assert (len(entry.rows("rows")), entry.get("all")) == (2, "2:14")
    entry.set("n", 1)
    hidden = entry.add_row("rows")
    assert hidden not in entry.rows("rows")
    front = entry.add_row("rows", at=0)
    assert (entry.rows("rows"), entry.get("all")) == ([front], "1:7")
    assert not entry.state(f"rows/{second}/m").relevant


def test_a_required_repeat_wants_a_row_and_a_group_wants_nothing() -> None:
    entry = begin(
        repeat("rows", Question("n", "integer"), required="true()"),
        Question("g", "group", required="true()", constraint="false()", children=(Question("x", "text"),)),
        Question("c", "calculate", required="true()", constraint="false()"),
        Question("d", "text", required="true()", relevant="false()"),
    )
    assert not entry.state("d").required
    assert kinds(entry) == [("rows", "required")]
    assert [entry.state(path).required for path in ("rows", "x")] == [True, False]
    row = entry.add_row("rows")
    assert kinds(entry) == []
    entry.remove_row(f"rows/{row}")
    assert kinds(entry) == [("rows", "required")]


def test_a_constraint_is_not_asked_of_what_is_empty_or_hidden() -> None:
    entry = begin(
        Question("a", "integer"),
        Question("b", "integer", constraint=". > ${a}", relevant="${a} != 9"),
        values={"a": 5},
    )
    assert kinds(entry) == []
    entry.set("b", 5)
    assert kinds(entry) == [("b", "constraint")]
    assert not entry.state("b").required
    assert entry.set("a", 4).changed == {"a", "b"}
    assert kinds(entry) == []
    entry.set("a", 9)
    assert kinds(entry) == []


def test_places_follow_rows_that_come_and_go() -> None:
    row = Question("at", "calculate", calculation="position(..)"), Question("n", "integer")
    entry = begin(repeat("rows", *row), Question("all", "calculate", calculation="count(${rows})"))
    a, c = entry.add_row("rows", "a"), entry.add_row("rows", "c")
    b = entry.add_row("rows", "b", at=1)
    assert [entry.get(f"rows/{r}/at") for r in (a, b, c)] == [1, 2, 3]
    effects = entry.remove_row("rows/a")
    assert {"rows", "rows/a/n", "rows/b/at", "rows/c/at", "all"} <= effects.changed
    assert [entry.get(f"rows/{r}/at") for r in (b, c)] == [1, 2]
    assert entry.get("all") == 2


def test_what_was_read_over_all_rows_is_read_again_when_rows_go() -> None:
    row = Question("n", "integer", default="1")
    told = Question("told", "calculate", calculation="if(sum(${n}) > 1, 'many', 'few')")
    entry = begin(repeat("rows", row), told)
    for each in "abc":
        entry.add_row("rows", each)
    entry.set("rows/a/n", 2)
    assert entry.get("told") == "many"
    entry.remove_row("rows/a")
    entry.remove_row("rows/b")
    assert entry.get("told") == "few"
    entry.add_row("rows", "d", at=7)
    assert (entry.rows("rows"), entry.get("told")) == (["c", "d"], "many")


def test_rows_have_an_end() -> None:
    inner = repeat("inner", Question("m", "integer"))
    full = [{"@id": str(n)} for n in range(4_999)]
    rows = [{"@id": str(n), "inner": full} for n in range(4)]
    entry = begin(repeat("rows", Question("n", "integer")), values={"rows": full})
    entry.add_row("rows", "last")
    with pytest.raises(ValueError, match="more than 5000 rows"):
        entry.add_row("rows")
    entry = begin(repeat("rows", inner), values={"rows": rows})
    with pytest.raises(ValueError, match="more than"):
        entry.add_row("rows")
    entry.remove_row("rows/3")
    entry.add_row("rows")


def test_a_row_goes_with_all_that_stands_in_it() -> None:
    entry = begin(repeat("rows", repeat("inner", Question("m", "integer"))))
    row = entry.add_row("rows")
    inner = entry.add_row(f"rows/{row}/inner")
    gone = entry.remove_row(f"rows/{row}").changed
    assert f"rows/{row}/inner/{inner}/m" in gone
    assert entry.paths() == ["rows"]
    with pytest.raises(ValueError, match="new row id"):
        entry.add_row("rows", "a/b")
    with pytest.raises(ValueError, match="new row id"):
        entry.add_row("rows", "@a")


def test_a_running_total_over_many_rows_is_not_taken_for_endless() -> None:
    total = "coalesce(indexed-repeat(${total}, ${rows}, position(..) - 1), 0) + ${n}"
    row = Question("n", "integer"), Question("total", "calculate", calculation=total)
    entry = begin(repeat("rows", *row), values={"rows": [{"@id": str(i), "n": 1} for i in range(300)]})
    assert entry.get("rows/299/total") == 300
    entry.set("rows/0/n", 2)
    assert entry.get("rows/299/total") == 301


def test_what_comes_to_light_is_counted_and_checked_then() -> None:
    entry = begin(
        Question("open", "integer"),
        Question("n", "integer", relevant="${open} = 1", constraint=". > 5"),
        repeat("rows", Question("m", "integer"), count="2", relevant="${open} = 1"),
    )
    entry.set("n", 3)
    assert (entry.rows("rows"), kinds(entry)) == ([], [])
    entry.set("open", 1)
    assert len(entry.rows("rows")) == 2
    assert kinds(entry) == [("n", "constraint")]
    entry.set("open", 2)
    assert kinds(entry) == []


def test_from_within_a_row_all_rows_look_the_same() -> None:
    told = Question("told", "calculate", calculation="count(${rows}[sum(${m}) > 3])")
    inner = repeat("inner", Question("m", "integer"), told)
    values = {
        "rows": [
            {"@id": "a", "inner": [{"@id": "x", "m": 2}, {"@id": "y", "m": 2}]},
            {"@id": "b", "inner": [{"@id": "z", "m": 1}]},
        ]
    }
    entry = begin(repeat("rows", inner), values=values)
    assert [entry.get(f"rows/{row}/told") for row in ("a/inner/x", "a/inner/y", "b/inner/z")] == [1, 1, 1]
    entry.set("rows/b/inner/z/m", 9)
    assert entry.get("rows/a/inner/x/told") == 2


def test_what_is_gathered_over_all_rows_follows_every_change_of_them() -> None:
    inner = repeat("visits", Question("m", "integer"))
    row = (
        Question("n", "integer", constraint="count(${people}[n > ${least}]) < 4"),
        Question("x", "integer", relevant="${n} != 2"),
        Question("over", "calculate", calculation="count(${people}[n > ${least}])"),
        Question("sum", "calculate", calculation="sum(${people}[x > 1]/x) + sum(${people}[n > 1]/visits/m)"),
        Question("mine", "calculate", calculation="count(${people}[n > current()/../n])"),
        inner,
    )
    other = (
        Question("k", "integer"),
        Question("same", "calculate", calculation="count(${people}[n = ${k}])"),
    )
    entry = begin(
        Question("least", "integer"),
        Question("shown", "integer"),
        Question("box", "group", relevant="${shown} != 0", children=(repeat("people", *row),)),
        repeat("others", *other),
        values={
            "least": 2,
            "shown": 1,
            "people": [{"@id": r, "n": int(r), "x": 5, "visits": [{"@id": "v", "m": 1}]} for r in "123"],
            "others": [{"@id": "p", "k": 1}, {"@id": "q", "k": 3}],
        },
    )
    steps: list[Callable[[], object]] = [
        lambda: entry.set("people/1/n", 4),
        lambda: entry.set("people/3/n", 2),
        lambda: entry.set("least", 1),
        lambda: entry.set("people/2/x", 9),
        lambda: entry.set("people/1/visits/v/m", 7),
        lambda: entry.add_row("people", "4", at=0),
        lambda: entry.set("people/4/n", 3),
        lambda: entry.set("people/4/x", 3),
        lambda: entry.add_row("people/4/visits", "w"),
        lambda: entry.set("people/4/visits/w/m", 2),
        lambda: entry.set("others/q/k", 4),
        lambda: entry.remove_row("people/1"),
        lambda: entry.set("shown", 0),
        lambda: entry.set("shown", 1),
        lambda: entry.remove_row("others/p"),
    ]
    seen = set()
    for number, step in enumerate(steps):
        step()
        anew = Entry(entry.form, entry.everything(), today=entry.today, fresh=False)
        assert entry.values() == anew.values(), number
        assert entry.faults() == anew.faults(), number
        seen.add(str(entry.values()))
    assert len(seen) > 10
