"""The second reader of our XForms (``tests/xforms/run``), as far as it goes without Node."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from forms.compile import inspect, xform
from forms.expressions import rules_of
from tests.helpers.corpus import FORMS
from tests.xforms.differ import differences, known
from tests.xforms.walk import Walk, walk

XFORMS = Path(__file__).resolve().parents[1] / "xforms"
CHAIN = """
| survey |
|  | type | name | label | calculation | relevant |
|  | integer | a | A |
|  | calculate | b |  | ${a} + 1 |
|  | text | c | C |  | ${b} > 2 |
|  | note | d | D is ${b} |
"""


def walked(name: str, seed: int) -> Walk:
    compiled = inspect(FORMS / name)
    assert compiled.form is not None
    return walk(compiled.form, xform(compiled.source), seed)


def there(ours: Walk, **changed: dict[str, Any]) -> dict[str, Any]:
    """The other engine agreeing with ``ours`` in all but what is ``changed``."""
    nodes = {at: {"words": {}, **node} for at, node in ours.nodes.items()}
    for name, parts in changed.items():
        nodes[f"/data/{name}"] |= parts
    return {"steps": [""] * len(ours.steps), "nodes": nodes}


def test_a_walk_is_the_same_for_the_same_seed() -> None:
    first, again = (walked("nested_repeats_three_deep.md", 3) for _ in range(2))
    assert first.steps == again.steps
    assert first.nodes == again.nodes
    assert walked("nested_repeats_three_deep.md", 4).steps != first.steps


def test_every_new_row_begins_without_rows_of_its_own() -> None:
    steps = walked("market_prices.md", 2).steps
    assert steps[0] == {"rows": "/data/vendor", "count": 0}
    added = [place for place, step in enumerate(steps) if step.get("add") == "/data/vendor"]
    assert added
    for place in added:
        at = f"/data/vendor[{int(str(steps[place]['at'])) + 1}]/item"
        assert steps[place + 1] == {"rows": at, "count": 0}


def test_places_begin_with_what_the_form_calls_its_root() -> None:
    assert set(walked("settings_old_names.md", 0).nodes) == {"/my_root/a", "/my_root/b"}


def test_only_the_first_of_differences_is_told() -> None:
    compiled = inspect(CHAIN)
    assert compiled.form is not None
    ours = walk(compiled.form, xform(compiled.source), 1)
    rules = rules_of(compiled.form)
    assert differences(compiled.form, rules, ours, there(ours)) == []
    told = {"words": {"default": {"label": "D is 99", "hint": "", "message": ""}}}
    changed = there(ours, b={"value": "99"}, c={"relevant": not ours.nodes["/data/c"]["relevant"]}, d=told)
    found = differences(compiled.form, rules, ours, changed)
    assert [(it.at, it.part, it.there) for it in found] == [("/data/b", "value", "99")]
    assert not known(found[0])
    found = differences(compiled.form, rules, ours, there(ours, d=told))
    assert [(it.at, it.part) for it in found] == [("/data/d", "label (default)")]


def test_a_known_difference_is_known_by_its_reason() -> None:
    compiled = inspect(CHAIN.replace("${a} + 1", "sum(${a})"))
    assert compiled.form is not None
    ours = walk(compiled.form, xform(compiled.source), 1)
    ours.nodes["/data/b"]["value"] = "0"
    empty, wrong = (
        differences(compiled.form, rules_of(compiled.form), ours, there(ours, b={"value": value}))
        for value in ("", "7")
    )
    assert "JavaRosa" in known(empty[0])
    assert not known(wrong[0])


def test_the_lock_names_no_registry() -> None:
    text = (XFORMS / "package-lock.json").read_text("utf-8")
    packages = json.loads(text)["packages"]
    assert packages.keys() > {"", "node_modules/@getodk/xforms-engine"}
    assert all("integrity" in it and "resolved" not in it for name, it in packages.items() if name)


def test_without_node_the_command_says_what_to_install(tmp_path: Path) -> None:
    for name in ("sh", "readlink", "dirname"):
        (tmp_path / name).symlink_to(next(p for d in os.get_exec_path() if (p := Path(d, name)).exists()))
    done = subprocess.run([XFORMS / "run"], env={"PATH": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 2
    assert "Node.js 20" in done.stderr
