"""Decisions of the search: what fits, in which order, where a line leads. No Qt."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.ui.records import books
from desktop.ui.search.state import Line, SearchState, Tab
from desktop.work import search, story
from desktop.work.desk import Desk
from desktop.work.lanes import Lanes
from desktop.work.search import KINDS, SERVICE, Group
from desktop.work.story import Story
from forms.definition import say
from forms.library import built_in_ids
from forms.text import fold
from resources.words import N_, _, language

SCREEN = "screen"  # the kind of a line that opens a screen
_EACH, _ONE_KIND = 4, 60  # lines of a kind beside others, and alone
_MOST = 100  # counted no further
_WAYS = 3  # screens, and as many surveys, offered
_GROUPS = {
    "resident": N_("Residents"),
    "household": N_("Households"),
    "guidance_session": N_("Guidance sessions"),
    "training_class": N_("Classes"),
    "feedback": N_("Feedback"),
    "outreach": N_("Outreach"),
    SERVICE: N_("Public services"),
    "member": N_("Team members"),
    "satisfaction_survey": N_("Satisfaction surveys"),
}

_TABS = _GROUPS | {
    "guidance_session": N_("Sessions"),
    SERVICE: N_("Services"),
    "satisfaction_survey": N_("Surveys"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A screen or action one can search for: its words, and more words it is found by."""

    name: str
    words: str
    icon: str
    form: str = ""
    also: str = ""


# Vietnamese words people type stand in ``also``, as they are: they are looked for, never shown.
WAYS = (
    Way("visit", N_("Log a guidance session"), "plus", also="ghi lượt mới hướng dẫn"),
    Way("today", N_("Today"), "house", also="hôm nay việc cần làm"),
    Way("visits", N_("Guidance sessions"), "footprints", also="lượt hướng dẫn danh sách"),
    Way("training", N_("Training"), "graduation-cap", also="tập huấn lớp điểm danh"),
    Way("feedback", N_("Feedback"), "message-square-warning", also="phản ánh góp ý kiến nghị"),
    Way("outreach", N_("Outreach"), "megaphone", also="truyền thông tuyên truyền"),
    Way("forms", N_("Forms"), "clipboard-list", also="biểu mẫu khảo sát phiếu xlsform nhập excel"),
    Way("form_import", N_("Import a form"), "file-up", also="nhập biểu mẫu mới xlsform excel"),
    Way("leaflets", N_("Leaflets and print"), "printer", also="tờ rơi in mã QR poster"),
    Way("sync", N_("Sync"), "refresh-cw", also="đồng bộ gửi lô"),
    Way("records", N_("Household book"), "house", "household", "sổ hộ nhà"),
    Way("records", N_("Residents"), "user", "resident", "người dân"),
    Way("records", N_("Team members"), "id-card-lanyard", "member", "thành viên tổ"),
    Way("records", N_("Satisfaction surveys"), "clipboard-list", "satisfaction_survey", "phiếu khảo sát"),
    Way("search", N_("Catalogue of public services"), "landmark", SERVICE, "danh mục dịch vụ công thủ tục"),
    Way("settings", N_("Settings"), "settings", also="cài đặt giao diện tối sáng khóa"),
    Way("help", N_("Help"), "circle-help", also="trợ giúp phím tắt"),
)


class SearchPresenter:
    """``show`` draws. ``full``: with tabs and counts, and the story of the line chosen; otherwise with ways too."""

    def __init__(self, lanes: Lanes, *, show: Callable[[SearchState], None], full: bool) -> None:
        self._lanes = lanes
        self._show = show
        self._full = full
        self._state = SearchState()
        self._chosen = ("", "")

    @property
    def text(self) -> str:
        return self._state.text

    def searched(self, text: str, *, again: bool = False) -> None:
        """Letters changed."""
        text = text.strip()
        if text == self._state.text and not again:
            return
        self._state = replace(self._state, text=text)
        if not text:
            self._state = SearchState(kind=self._state.kind)
            self._chosen = ("", "")
            self._show(self._state)
            return
        self._ask()

    def turned(self, kind: str) -> None:
        """Another tab was chosen; ``""``: all kinds."""
        self._state = replace(self._state, kind=kind)
        self._chosen = ("", "")
        self._ask()

    def chose(self, line: Line) -> None:
        """A line is lit: tell of its record."""
        self._chosen = (line.kind, line.rec)
        if line.kind == SERVICE:
            self._state = replace(self._state, story=None, service=line.rec)
            self._show(self._state)
            return
        kind, rec = line.kind, line.rec
        self._lanes.store(
            lambda desk: story.story(desk, kind, rec), self._told, lambda _gone: self._told(None)
        )

    # inside

    def _ask(self) -> None:
        text, kind, full = self._state.text, self._state.kind, self._full

        def step(
            desk: Desk,
        ) -> tuple[tuple[Group, ...], Mapping[str, int], Mapping[str, str], Sequence[Line]]:
            if not full:
                groups = search.find(desk, text, each=_EACH)
                return groups, {}, _titles(desk, (group.kind for group in groups)), _surveys(desk, text)
            groups = (
                search.find(desk, text, (kind,), _ONE_KIND) if kind else search.find(desk, text, each=_EACH)
            )
            counts = search.count(desk, text, most=_MOST)
            return groups, counts, _titles(desk, counts), ()

        self._lanes.store(step, lambda it: self._found(text, kind, *it))

    def _found(
        self,
        text: str,
        kind: str,
        groups: tuple[Group, ...],
        counts: Mapping[str, int],
        titles: Mapping[str, str] | None = None,
        surveys: Sequence[Line] = (),
    ) -> None:
        if (text, kind) != (self._state.text, self._state.kind):
            return
        titles = titles or {}
        found = [] if self._full else ways(text, surveys)
        for group in groups:
            found.append(Line(titles.get(group.kind) or _(_GROUPS[group.kind])))
            found += [
                Line(it.title, it.kind, it.rec, it.second, it.plate, books.icon(it.kind)) for it in group.rows
            ]
        self._state = replace(self._state, lines=tuple(found), tabs=_tabs(counts, titles), nothing=not found)
        self._show(self._state)

    def _told(self, it: Story | None) -> None:
        if it is None or (it.form, it.rec) == self._chosen:
            self._state = replace(self._state, story=it, service="")
            self._show(self._state)


def ways(text: str, surveys: Sequence[Line] = ()) -> list[Line]:
    """Screens, actions and ``surveys`` that every word of ``text`` fits, under a head; none for a single letter."""
    wanted = fold(text).split()
    if sum(map(len, wanted)) < 2:
        return []
    found = []
    for way in WAYS:
        words = fold(f"{_(way.words)} {way.also}").split()
        if all(any(word.startswith(want) for word in words) for want in wanted):
            found.append(Line(_(way.words), SCREEN, f"{way.name}/{way.form}", "", "", way.icon))
    found = [*found[:_WAYS], *surveys[:_WAYS]]
    return [Line(_("Go to")), *found] if found else []


def _surveys(desk: Desk, text: str) -> list[Line]:
    """The forms from elsewhere with every word of ``text`` at the beginning of a word of their title."""
    wanted, found = fold(text).split(), []
    for form_id, layout in desk.store.forms.newest().items():
        title = say(layout.form.title, language(), layout.form.default_language) or form_id
        words = fold(f"{title} {form_id}").split()
        if form_id not in built_in_ids() and all(any(it.startswith(want) for it in words) for want in wanted):
            found.append(Line(title, SCREEN, f"forms/{form_id}", _("Form"), "", "clipboard-list"))
    return found


def _titles(desk: Desk, kinds: Iterable[str]) -> dict[str, str]:
    """The names of the surveys among ``kinds``; the program's own kinds have words here."""
    return {kind: search.title(desk, kind) for kind in kinds if kind not in KINDS}


def _tabs(counts: Mapping[str, int], titles: Mapping[str, str]) -> tuple[Tab, ...]:
    if not counts:
        return ()
    found = [Tab("", _("All"))]
    for kind in (*KINDS, *titles):
        if count := counts.get(kind, 0):
            words = titles.get(kind) or _(_TABS[kind])
            found.append(Tab(kind, f"{words} {count if count < _MOST else f'{_MOST}+'}"))
    return tuple(found)
