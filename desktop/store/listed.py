"""Which answers tell a record apart in a list and find it, where its form does not say so itself."""

from forms.definition import Form, Question
from forms.flat import questions_within
from forms.library import built_in_ids

_MOST = 4  # beside the date
_SHORT = frozenset(
    ["text", "barcode", "integer", "decimal", "range", "select_one", "date", "time", "datetime"]
)
_LONG = frozenset(["multiline", "likert", "hidden"])


def columns(form: Form) -> tuple[Question, ...]:
    """The list columns: those of ``ngoso::column``; in a survey without any its first date and first short answers."""
    within = tuple(questions_within(form.questions))
    chosen = tuple(question for question in within if question.column)
    if chosen or form.id in built_in_ids():
        return chosen
    short = [
        it for it in within if it.type in _SHORT and not it.meta and not _LONG & set(it.appearance.split())
    ]
    dates = [it for it in short if it.type in ("date", "datetime")][:1]
    others = [it for it in short if it.type not in ("date", "datetime") and it.label][:_MOST]
    return tuple(it for it in short if it in dates or it in others)


def telling(form: Form) -> frozenset[str]:
    """Paths of the answers that search looks at: those of ``ngoso::index``; in a survey without any its columns."""
    chosen = frozenset(path for path, question in form.walk() if question.index)
    if chosen or form.id in built_in_ids():
        return chosen
    return frozenset(question.name for question in columns(form))
