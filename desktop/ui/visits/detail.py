"""One session open beside the list: facts, history, what can be done."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import Card, Facts, TwoLines
from desktop.ui.parts.labels import Badge, Plate, Text
from desktop.ui.parts.layouts import Line, ScrollBody, clear, row
from desktop.ui.parts.look import font
from desktop.ui.parts.timeline import Event, Timeline
from desktop.ui.parts.tokens import Role
from desktop.ui.visits.state import Detail
from resources.words import _


class DetailPane(Card):
    """Drawn anew for each session."""

    def __init__(
        self,
        *,
        edit: Callable[[], object],
        next_visit: Callable[[], object],
        delete: Callable[[], object],
        close: Callable[[], object],
    ) -> None:
        super().__init__()
        self._shown: Detail | None = None
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        inner = QWidget()
        inner.setLayout(self._body)
        self._body.setContentsMargins(0, 4, 6, 0)
        self.add(
            ScrollBody(inner),
            row(
                Button(_("Edit"), icon="pencil", on=edit),
                Button(_("Log another"), icon="plus", on=next_visit),
                None,
                Button(icon="trash-2", kind="ghost", name=_("Delete this session"), on=delete),
            ),
        )

    def render_state(self, detail: Detail | None) -> None:
        """Show a session; None leaves the last one for whoever hides the pane."""
        if detail is None or detail == self._shown:
            return
        self._shown = detail
        clear(self._body)
        title = TwoLines(detail.title, detail.second)
        title.title.setFont(font(Role.SECTION))
        head = row(Plate(detail.plate, 34, 56), title, spacing=12) if detail.plate else row(title)
        self._body.addLayout(head)
        self._body.addWidget(Line())
        rows: list[tuple[str, str | QWidget]] = list(detail.facts)
        if detail.result:
            badge = Badge(detail.result, detail.tone, detail.icon)  # type: ignore[arg-type]
            rows.insert(min(3, len(rows)), (_("Result"), badge))
        self._body.addWidget(Facts(rows))
        self._body.addWidget(Line())
        version = Text(_("version {n}").format(n=detail.version), Role.SECONDARY, "text2")
        self._body.addLayout(row(Text(_("History"), Role.CARD_TITLE), None, version))
        self._body.addWidget(Timeline([Event(it.title, it.second, it.old, it.new) for it in detail.steps]))
        self._body.addStretch(1)
