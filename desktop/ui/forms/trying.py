"""A form tried out: a real entry in a marked frame, of which nothing reaches the store, not even a draft."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QMargins, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.entry.presenter import EntryPresenter, extra_for, names_of
from desktop.ui.entry.sheet import Extra
from desktop.ui.entry.view import EntryView
from desktop.ui.parts import ime, paint
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import PAGE_MARGINS, ScrollBody, boxed, column, row
from desktop.ui.parts.look import theme_of
from desktop.ui.parts.notices import Notice
from desktop.ui.parts.tokens import R_CARD, Role
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work import attachments
from desktop.work.desk import Clock, Desk
from desktop.work.lanes import Lanes
from desktop.work.shown import form_of
from forms.definition import Form, say
from forms.entry import Entry
from resources.words import _, language


class TryEntry(EntryPresenter):
    """`EntryPresenter` that keeps nothing: a photo is looked at and let go."""

    def attached(self, path: str, file: str) -> None:
        """A photo or file was chosen: it is read, so that one too large is told, and answers the question."""
        photo = self.entry.form.find("/".join(path.split("/")[::2])).type == "image"
        entry = self.entry

        def read(name: str) -> None:
            if self._entry is entry:
                self._set(path, name)

        self._lanes.slow(
            lambda _job: sha256(attachments.prepare(Path(file), photo=photo).data).hexdigest(), read
        )


class TryPane(QFrame):
    """``begin`` opens a form, published or not; ``end`` forgets what was typed. ``keys`` checks the answers."""

    def __init__(self, lanes: Lanes, clock: Clock, *, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes, self._clock = lanes, clock
        self._form: Form | None = None
        self.entry = TryEntry(
            lanes,
            show=lambda state: self.view.render_state(state),
            focus=lambda path: self.view.take(path),
            touched=lambda: self._result.hide(),
        )
        self.view = EntryView(self.entry, lambda: clock().date())
        self.check = Button(_("Check the answers"), icon="check", keys=keys, on=self._check)
        self.again = Button(_("Start over"), "quiet", icon="rotate-ccw", on=self._again)
        self._result = Notice(tone="ok")
        self._result.hide()
        told = row(
            Icon("eye", "warn"),
            Text(_("Trial – nothing is kept"), Role.CARD_TITLE, "warn"),
            None,
            self.again,
            self.check,
        )
        self._body = ScrollBody(column(self.view, spacing=12), margins=QMargins(14, 10, 14, 14))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2, 2, 2, 2)
        whole.setSpacing(0)
        whole.addWidget(boxed(told, QMargins(14, 6, 8, 6)))
        whole.addWidget(boxed(column(self._result), QMargins(14, 8, 14, 0)))
        whole.addWidget(self._body, 1)

    def begin(self, form: Form, then: Callable[[], None] = lambda: None) -> None:
        """A fresh entry of ``form``; ``then`` once it is drawn."""
        self._form = form

        def opened(extra: Extra) -> None:
            if self._form is form:
                self._open(form, extra)
                then()

        self._lanes.store(lambda desk: extra_for(desk, form, {}, {}), opened)

    def end(self) -> None:
        """Forget what was typed."""
        self._form = None
        self.entry.end()
        self.view.restart()
        self._result.hide()

    def _open(self, form: Form, extra: Extra) -> None:
        self._result.hide()
        self.view.restart()
        names, today = names_of(extra.aids), self._clock().date()
        self.entry.begin(Entry(form, today=today, now=self._clock, names=names, last={}), extra)

    def _again(self) -> None:
        if self._form is not None:
            self.begin(self._form, lambda: self.view.take(""))

    def _check(self) -> None:
        ime.commit()
        if self._form is None or not self.entry.check():
            return
        called = self.entry.entry.name(language())
        told = _("It would be called “{name}”.").format(name=called) if called else ""
        self._result.set_notice(
            _("These answers could be saved. As a trial they are not."), told, "ok", "circle-check"
        )
        self._result.show_and_say()
        self._body.verticalScrollBar().setValue(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_of(self)
        painter = QPainter(self)
        with paint.saved(painter):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.amber), 1.5, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), R_CARD, R_CARD)
        strip = QRectF(2, 2, self.width() - 4, 48)
        paint.box(painter, strip, R_CARD - 2, theme.warn_tint)


class TryScreen(Screen):
    """``Place("form_try", form=…)``: the version in use, tried out."""

    rail = "forms"
    has_back = True
    hides_visit = True

    def __init__(self, frame: Frame) -> None:
        super().__init__()
        self._frame = frame
        self._form: Form | None = None
        self.pane = TryPane(frame.lanes, frame.clock, keys="Ctrl+Return")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PAGE_MARGINS)
        whole.addWidget(self.pane)

    def title(self) -> str:
        return _("Try a form")

    def subtitle(self) -> str:
        return say(self._form.title, language(), self._form.default_language) if self._form else ""

    def open(self, place: Place) -> None:
        wanted = place.form or ""

        def read(desk: Desk) -> Form:
            return form_of(desk, wanted)

        def begin(form: Form) -> None:
            self._form = form
            self._frame.retitle()
            self.pane.begin(form, lambda: self.pane.view.take(""))

        self._frame.lanes.store(read, begin)

    def leave(self) -> None:
        self._form = None
        self.pane.end()

    def place(self) -> Place:
        """After a lock nothing typed is there any more: the gallery."""
        return Place("forms")
