"""The forms under ``tests/data/forms``, written as their publishers would, and what must come of each.

``REFUSED``: file → sheet, row, column of its first fault and a word of the reason.
"""

from functools import cache
from pathlib import Path

from forms.compile import Compiled, inspect
from forms.definition import Form

FORMS = Path(__file__).resolve().parents[1] / "data" / "forms"

WORKING = sorted(path for path in (*FORMS.glob("*.*"), *FORMS.glob("beside/*.md")))

REFUSED: dict[str, tuple[str, int, str, str]] = {
    "geopoint.md": ("survey", 3, "type", "geopoint"),
    "geotrace_in_group.md": ("survey", 3, "type", "geotrace"),
    "start_geopoint.md": ("survey", 2, "type", "start-geopoint"),
    "audio.md": ("survey", 3, "type", "audio"),
    "video.md": ("survey", 2, "type", "video"),
    "background_audio.md": ("survey", 3, "type", "background-audio"),
    "unknown_type.md": ("survey", 3, "type", "slider"),
    "missing_list.md": ("survey", 3, "type", "colour"),
    "select_from_geojson.md": ("survey", 3, "type", "places.geojson"),
    "select_from_xml.md": ("survey", 2, "type", "places.xml"),
    "select_from_missing_csv.md": ("survey", 2, "type", "nowhere.csv"),
    "end_without_begin.md": ("survey", 3, "type", "begin"),
    "begin_without_end.md": ("survey", 3, "type", "end"),
    "crossed_group_and_repeat.md": ("survey", 5, "type", "end"),
    "no_name.md": ("survey", 3, "name", "name"),
    "bad_name.md": ("survey", 3, "name", "a name begins with a letter"),
    "duplicate_names.md": ("survey", 6, "name", "b"),
    "no_label.md": ("survey", 2, "label", "label"),
    "unknown_reference_in_label.md": ("survey", 3, "label", "nmae"),
    "unknown_reference.md": ("survey", 3, "relevant", "nmae"),
    "circular_relevance.md": ("survey", 2, "relevant", "circle"),
    "circular_calculation.md": ("survey", 3, "calculation", "circle"),
    "unknown_function.md": ("survey", 3, "calculation", "vlookup()"),
    "wrong_number_of_arguments.md": ("survey", 3, "calculation", "if()"),
    "pulldata_without_file.md": ("survey", 3, "calculation", "no_such_table"),
    "double_slash.md": ("survey", 3, "calculation", "//"),
    "unclosed_string.md": ("survey", 3, "relevant", "'"),
    "unclosed_bracket.md": ("survey", 2, "constraint", ""),
    "bad_regex.md": ("survey", 2, "constraint", "regex()"),
    "excel_formula_style.md": ("survey", 3, "relevant", "="),
    "and_in_capitals.md": ("survey", 3, "relevant", "small letters"),
    "javascript_style.md": ("survey", 3, "relevant", "&"),
    "choice_filter_unknown_column.md": ("survey", 3, "choice_filter", "parent"),
    "trigger_unknown.md": ("survey", 3, "trigger", "nobody"),
    "range_without_step.md": ("survey", 2, "parameters", "step"),
    "external_search.md": ("survey", 2, "appearance", "search"),
    "duplicate_choices.md": ("choices", 4, "name", "x"),
    "no_survey_sheet.md": ("survey", 0, "", "survey"),
    "no_questions.md": ("survey", 0, "", ""),
    "broken_instance_name.md": ("settings", 2, "instance_name", "zz"),
    "entity_unknown_reference.md": ("entities", 2, "label", "nobody"),
    "cht_person_type.md": ("survey", 3, "type", "db:person"),
    "kobo_matrix.md": ("survey", 2, "type", "begin_kobomatrix"),
    "surveycto_functions.md": ("survey", 5, "calculation", "count-if()"),
    "spoken_condition.md": ("survey", 3, "relevant", "if()"),
    "single_equals_twice.md": ("survey", 3, "relevant", "yes"),
    "group_waits_for_its_member.md": ("survey", 2, "relevant", "circle"),
    "two_entities_for_one_form.md": ("entities", 3, "list_name", "one record"),
    "names_with_blanks_among_several.md": ("survey", 2, "type", "two words"),
    "row_and_column.xlsx": ("survey", 5, "relevant", "frobnicate()"),
}


def of(name: str) -> Path:
    """The working form called ``name``."""
    return FORMS / name


@cache
def compiled(path: Path) -> Compiled:
    """What the file came to, read once."""
    return inspect(path)


def form(path: Path) -> Form:
    """The form of a file that works."""
    it = compiled(path)
    assert it.form is not None, [fault.text for fault in it.faults]
    return it.form
