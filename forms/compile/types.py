"""Question types: how pyxform's many spellings come down to those a laptop can serve, and which are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from resources.words import N_, _

_LOCATION = N_(
    "a place found by satellite is sensitive personal data (NĐ 356/2025, Điều 4); ask for the hamlet instead"
)
_SOUND = N_("use image or file")
_INPUTS = {
    "string": "text",
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "dateTime": "datetime",
    "barcode": "barcode",
}
_CONTROLS = {
    "select1": "select_one",
    "select": "select_multiple",
    "odk:rank": "rank",
    "trigger": "acknowledge",
}
_CONTROLS |= {"range": "range"}
_UPLOADS = {"image/*": "image", "application/*": "file"}
_SELECT = re.compile(
    r"^(?P<command>add select one prompt using|add select multiple prompt using|select all that apply from"
    r"|select one from file|select multiple from file|select_one_from_file|select_multiple_from_file"
    r"|select one from|select one|select all that apply|select1|select_one_external|select_one|select_multiple|rank)"
    r" (?P<list>\S+)(?P<other> (or specify other|or_other|or other))?$"
)
_CONTROL = re.compile(
    r"^(?P<edge>begin|end)[\s_](?P<kind>group|lgroup|repeat|loop|looped group)( (over )?\S+)?$"
)
COMMON = (
    "text", "integer", "decimal", "date", "time", "dateTime", "note", "calculate", "hidden", "image", "file", "barcode",
    "range", "acknowledge", "rank", "select_one", "select_multiple", "begin_group", "end_group", "begin_repeat",
    "end_repeat", "start", "end", "today", "username", "deviceid",
)  # fmt: skip

PARAMETER = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
# What other form builders call it.
_INSTEAD = {
    **dict.fromkeys(["slider", "scale", "rating"], "range"),
    **dict.fromkeys(["float", "double", "numeric"], "decimal"),
    **dict.fromkeys(["number", "whole number"], "integer"),
    **dict.fromkeys(["radio", "dropdown", "select", "yes_no", "boolean"], "select_one"),
    **dict.fromkeys(["checkbox", "checkboxes", "multiselect"], "select_multiple"),
    **dict.fromkeys(["paragraph", "textarea", "multiline", "phone", "url"], "text"),
    **dict.fromkeys(["label", "message", "heading"], "note"),
    **dict.fromkeys(["signature", "picture", "drawing"], "image"),
    **dict.fromkeys(["section", "page"], "begin_group"),
}
# What other programs have of their own, in the words their downloads use.
_THEIRS = (
    (
        r"(begin|end)_score\b.*|score__row",
        N_(
            "it is Kobo's own; write a group with appearance field-list and in it one select_one for each row"
        ),
    ),
    (
        r"(begin|end)_rank\b.*|rank__level",
        N_("it is Kobo's own; write rank, one blank, and the name of a list"),
    ),
    (r"(begin|end)_kobomatrix\b.*", N_("it is Kobo's own; write a group, and in it one group for each row")),
    (r"cascading_select\b.*", N_("write one select_one for each level, each with a choice_filter")),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type cell means. ``edge``: ``begin`` or ``end`` of a group or repeat; ``advice``: why it is refused."""

    type: str = ""
    edge: str = ""
    list_name: str = ""
    command: str = ""
    or_other: bool = False
    meta: str = ""
    advice: str = ""

    @property
    def from_file(self) -> bool:
        return "file" in self.command.split("_")[-1].split(" ")[-1]


def kind_of(written: str) -> Kind:
    """The meaning of a type cell. ``advice`` says what to write instead of a type that is refused or not known."""
    found = _SELECT.match(written)
    if found is not None:
        command = found["command"]
        many = "multiple" in command or "all that apply" in command
        kind = "rank" if command == "rank" else "select_multiple" if many else "select_one"
        return Kind(kind, list_name=found["list"], command=command, or_other=bool(found["other"]))
    edge = _CONTROL.match(written)
    if edge is not None:
        if edge["kind"] == "loop":
            return Kind("group", edge["edge"], advice=_("write a group for each row of the list"))
        return Kind("group" if edge["kind"] == "group" else "repeat", edge["edge"])
    theirs = next((advice for pattern, advice in _THEIRS if re.fullmatch(pattern, written)), "")
    if theirs:
        start, _mark, _rest = written.partition("_")
        return Kind("group", start, advice=_(theirs)) if start in ("begin", "end") else Kind(advice=_(theirs))
    return _simple(written)


def _simple(written: str) -> Kind:
    from pyxform.aliases import _type_alias_map
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    name = "osm" if written.startswith("osm ") else _type_alias_map.get(written, written)
    if name in ("csv-external", "audit"):
        return Kind(name)
    if name == "xml-external":
        return Kind(advice=_("put its rows in a CSV file and use csv-external"))
    if name not in QUESTION_TYPE_DICT or name.startswith(("select", "add select", "q select", "rank")):
        return Kind(advice=_suggestion(written))
    return _known(name, QUESTION_TYPE_DICT[name])


def _known(name: str, row: Any) -> Kind:
    bind, control = row.get("bind", {}), row.get("control", {})
    if "jr:preload" in bind:
        return Kind("calculate", meta=bind["jr:preloadParams"].removeprefix("uri:"))
    kind, tag = bind.get("type", ""), control.get("tag", "")
    if kind.startswith("geo") or control.get("mediatype") == "osm/*":
        return Kind(advice=_(_LOCATION))
    if tag == "upload":
        known = _UPLOADS.get(control["mediatype"], "")
        return Kind(known, advice="" if known else _(_SOUND))
    if tag == "action":
        return Kind(advice=_(_SOUND))
    if not tag:
        return Kind("hidden" if name == "hidden" else "calculate")
    if tag in _CONTROLS:
        return Kind(_CONTROLS[tag])
    return Kind("note" if "readonly" in bind else _INPUTS.get(kind, "text"))


def _suggestion(written: str) -> str:
    if re.match(r"^(select|rank)", written, re.IGNORECASE):
        return _("write select_one, select_multiple or rank, one blank, and the name of a list")
    near = _INSTEAD.get(written.lower()) or next(
        iter(get_close_matches(written.lower(), COMMON, 1, 0.75)), ""
    )
    if near:
        return _("did you mean {name}?").format(name=near)
    return _("write text, integer, decimal, date, select_one with a list, or another type of XLSForm")


def parameters_of(text: str) -> dict[str, str]:
    """``start=0 end=10`` as a dict, its keys in small letters."""
    return {key.lower(): value for key, value in PARAMETER.findall(text)}


def built_in_constraint(kind: str) -> str:
    """The constraint pyxform adds to a type such as ``percentage``; empty for nearly all."""
    return str(_built_in(kind).get("bind", {}).get("constraint", ""))


def built_in_hint(kind: str) -> str:
    """The hint, in English, that comes with a type such as ``phone number``; empty for nearly all."""
    return str(_built_in(kind).get("hint", ""))


def _built_in(kind: str) -> Mapping[str, Any]:
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    return dict(QUESTION_TYPE_DICT.get(kind, {}))
