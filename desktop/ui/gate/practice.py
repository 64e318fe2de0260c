"""The practice visit's presenter: four small tasks over invented people. Nothing of it is kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from desktop.ui.gate.state import Neighbour, PracticeState
from forms.definition import say
from forms.library import built_in
from forms.text import fold
from resources.words import N_, _, language

_PEOPLE = (
    ("hong", "Nguyễn Thị Mẫu Hồng", "12/3", 1962),
    ("hoa", "Trần Văn Mẫu Hòa", "14B", 1958),
    ("du", "Lê Thị Ví Dụ", "27", 1975),
)
_TASKS = (
    N_("Well done: that was a whole visit. It was only practice and is not kept."),
    N_("Type “hong” without accents, then press Enter to take the first person."),
    N_("Press Alt+1 to tick the topic VNeID."),
    N_("Choose the result: Tab to the answers, then Space."),
    N_("Press Ctrl+Enter to save the visit."),
)


class Practice:
    """A visit in four tasks, in any order one likes; saving says what is still missing."""

    def __init__(self, show: Callable[[PracticeState], None]) -> None:
        self._show = show
        form = built_in("guidance_session")
        first = form.choices[form.find("people/topics").list_name][:2]
        results = form.choices[form.find("people/result").list_name]
        self._topics: tuple[str, ...] = ()
        self._result = ""
        self.state = PracticeState(
            topics=tuple((it.name, say(it.label, language())) for it in first),
            results=tuple((it.name, say(it.label, language())) for it in results),
        )

    def open(self) -> None:
        self._settle()

    def look_for(self, text: str) -> None:
        if self.state.person is not None and text == self.state.person.name:
            return
        wanted = fold(text)
        rows = tuple(
            Neighbour(key, name, plate, _("born {year}, an invented person").format(year=born))
            for key, name, plate, born in _PEOPLE
            if wanted and any(part.startswith(wanted) for part in _endings(fold(name)))
        )
        self._settle(rows=rows, person=None)

    def choose(self, key: str) -> None:
        self._settle(person=next(it for it in self.state.rows if it.id == key), rows=())

    def answer(self, topics: Sequence[str], result: str) -> None:
        self._topics, self._result = tuple(topics), result
        self._settle()

    def save(self) -> None:
        """Finish the visit, or say what is missing."""
        if self.state.number in (0, 4):
            self.state = replace(self.state, number=0, task=_(_TASKS[0]), fault="")
        else:
            self.state = replace(self.state, fault=_("Not yet: {task}").format(task=self.state.task))
        self._show(self.state)

    def _settle(self, **changes: object) -> None:
        if self.state.done:
            return
        state = replace(self.state, fault="", **changes)  # type: ignore[arg-type]
        number = 1 if state.person is None else 2 if not self._topics else 3 if not self._result else 4
        self.state = replace(state, number=number, task=_(_TASKS[number]))
        self._show(self.state)


def _endings(name: str) -> tuple[str, ...]:
    words = name.split()
    return tuple(" ".join(words[at:]) for at in range(len(words)))
