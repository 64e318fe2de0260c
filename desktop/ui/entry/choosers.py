"""Controls that look something up: a long list, a record, a file, a person's consent."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.entry.controls import Acts, Compound
from desktop.ui.entry.state import Item, Match, Option
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import ChosenBox, Sunken
from desktop.ui.parts.choices import FilterChip, RadioTile, TickTile
from desktop.ui.parts.fields import Combo, LineEdit
from desktop.ui.parts.focus import Led
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import FlowLayout, boxed, clear
from desktop.ui.parts.picklist import Framed, PickBox, PickList
from desktop.ui.parts.suggest import Suggestion, SuggestPopup
from desktop.ui.parts.tokens import Role
from forms.text import fold
from resources.words import _

_TICKS, _TICK_HIGH = 6, 36  # rows of a list with ticks, px of one
_MOST_SHOWN = 12  # chosen ones under the box of a long list
_PAUSE = 1.2  # seconds after which typed letters begin a new word


class _List(QListView):
    """A combo's list that finds a choice by its letters without marks, at the start of any word."""

    def __init__(self) -> None:
        super().__init__()
        self._typed, self._at = "", 0.0

    def keyboardSearch(self, search: str) -> None:
        now = time.monotonic()
        self._typed = (
            self._typed + fold(search) if now - self._at < _PAUSE and search.strip() else fold(search)
        )
        if now - self._at < _PAUSE and not search.strip():
            self._typed += " "
        self._at = now
        model = self.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if (" " + fold(str(index.data() or ""))).find(" " + self._typed) >= 0:
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.scrollTo(index)
                return


class Chooser(Combo):
    """A list to choose from that is searched by typing, diacritics or not."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        rows, name = self.itemDelegate(), self.view().accessibleName()
        self.setView(_List())
        self.setItemDelegate(rows)
        self.view().setAccessibleName(name)
        self._options: tuple[Option, ...] | None = None
        self._blank = False
        self._quick = "quick" in item.look
        self._path, self._acts = item.path, acts
        self.picked.connect(self._took)

    def show_item(self, item: Item) -> None:
        blank = item.optional or not item.chosen
        if item.options is not self._options or blank != self._blank:
            self._options, self._blank = item.options, blank
            offered = [(it.value, it.label) for it in item.options]
            self.set_choices([("", ""), *offered] if blank else offered)
        chosen = item.chosen[0] if item.chosen else ""
        if self.value() != chosen:
            self.set_value(chosen)
        self.setEnabled(not item.locked)

    def _took(self, value: str) -> None:
        self._acts.answered(self._path, value or None)
        if value and self._quick:
            self._acts.moved_on(self._path)


class SearchField(Compound):
    """A long list: a box that is typed in, the list under it; of several choices each that is on stands beneath."""

    def __init__(self, item: Item, acts: Acts) -> None:
        self._many = "many" in item.look
        self.pick = PickBox(many=self._many)
        super().__init__(self.pick)
        self._path, self._acts = item.path, acts
        self._quick = "quick" in item.look
        self._options: tuple[Option, ...] | None = None
        self._on: tuple[str, ...] = ()
        self.pick.picked.connect(self._took)
        self._chosen = FlowLayout()
        self._holder = boxed(self._chosen)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.pick)
        whole.addWidget(self._holder)
        self._holder.hide()

    def show_item(self, item: Item) -> None:
        if item.options is not self._options:
            self._options = item.options
            self.pick.set_choices([(it.value, it.label) for it in item.options])
            self._on = ()
        self.pick.setReadOnly(item.locked)
        self.pick.set_values(item.chosen)
        if self._many and item.chosen != self._on:
            self._on = item.chosen
            self._show_chosen(item)

    def _show_chosen(self, item: Item) -> None:
        clear(self._chosen)
        before: QWidget = self.pick
        for value in item.chosen[:_MOST_SHOWN]:
            label = self.pick.list.picks.label(value) or value
            chip = FilterChip(label, value)
            chip.setAccessibleName(_("Take away: {name}").format(name=label))
            chip.setEnabled(not item.locked)
            chip.removed.connect(self._drop)
            self._chosen.addWidget(chip)
            QWidget.setTabOrder(before, chip)
            before = chip
        if len(item.chosen) > _MOST_SHOWN:
            more = len(item.chosen) - _MOST_SHOWN
            self._chosen.addWidget(Text(_("and {n} more").format(n=more), ink="text2"))
        self._holder.setVisible(bool(item.chosen))

    def _drop(self, value: str) -> None:
        left = [it for it in self._on if it != value]
        self._acts.answered(self._path, left or None)
        self.pick.setFocus()

    def _took(self, keys: list[str]) -> None:
        if self._many:
            self._acts.answered(self._path, keys or None)
            return
        self._acts.answered(self._path, keys[0] if keys else None)
        if keys and self._quick:
            self._acts.moved_on(self._path)


class Ticks(Compound):
    """Many choices of which several may be on, and a box that narrows them."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(LineEdit(_("Type to narrow the list"), icon="search"))
        self._path, self._acts = item.path, acts
        self._options: tuple[Option, ...] | None = None
        self.list = PickList(many=True)
        self.list.toggled.connect(self._turned)
        assert isinstance(self.box, LineEdit)
        self._line = self.box
        self._line.textChanged.connect(lambda _text: self.list.picks.narrow(self._line.value()))
        self._count = Text("", Role.SECONDARY, "text2")
        inside = QVBoxLayout()
        inside.addWidget(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addWidget(self.box)
        whole.addWidget(Framed(inside))
        whole.addWidget(self._count)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.list.setAccessibleName(name)

    def show_item(self, item: Item) -> None:
        if item.options is not self._options:
            self._options = item.options
            self.list.setFixedHeight(_TICK_HIGH * min(max(len(item.options), 1), _TICKS))
            self.list.picks.set_choices([(it.value, it.label) for it in item.options])
            self.list.picks.narrow(self._line.value())
        self.list.picks.set_on(item.chosen)
        self.list.setEnabled(not item.locked)
        count = _("{n} of {all} chosen").format(n=len(item.chosen), all=len(item.options))
        self._count.setText(count)

    def _turned(self, key: str) -> None:
        on = self.list.picks.on() ^ {key}
        self._acts.answered(self._path, [it.value for it in self._options or () if it.value in on] or None)


class RecordField(Compound):
    """Names one record: a box that searches, or what was chosen with a way to choose another."""

    def __init__(self, item: Item, acts: Acts) -> None:
        self._line = LineEdit(_("Name or house number, no diacritics needed"), icon="search")
        super().__init__(self._line)
        self._path, self._acts = item.path, acts
        self._line.textChanged.connect(lambda _text: acts.searched(self._path, self._line.value()))
        self._popup = SuggestPopup(self._line)
        self._popup.chosen.connect(self._took)
        self._chosen = QVBoxLayout()
        self._chosen.setContentsMargins(0, 0, 0, 0)
        self._another = Button()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.box)
        whole.addLayout(self._chosen)
        self._now: object = None

    def show_item(self, item: Item) -> None:
        now = (item.chosen, item.words, item.locked)
        if now == self._now:
            return
        self._now = now
        clear(self._chosen)
        self.box.setVisible(not item.chosen)
        if not item.chosen:
            self.lead_by(self.box)
            return
        self._another = Button(_("Another"), "quiet", on=lambda: self._acts.chose(self._path, ""))
        box = ChosenBox(item.plate, item.words or _("Record not found here"), item.second, self._another)
        self._chosen.addWidget(box)
        self._another.setVisible(not item.locked)
        QWidget.setTabOrder(self.box, self._another)
        self.box.blockSignals(True)
        self._line.clear()
        self.box.blockSignals(False)
        self.lead_by(self._another)

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Offer these under the box."""
        rows = [Suggestion(it.rec, it.title, it.second, it.plate) for it in matches]
        self._popup.set_rows(rows if self.box.hasFocus() else ())

    def _took(self, rec: str) -> None:
        self._acts.chose(self._path, rec)


class FileField(Led):
    """A photo or file: choose it, replace it, take it away."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        self._path, self._acts, self._photo = item.path, acts, item.photo
        words = _("Choose a photo…") if item.photo else _("Choose a file…")
        self._choose = Button(words, icon="image" if item.photo else "file-plus", on=self._ask)
        self._icon = Icon("image" if item.photo else "file-text")
        self._name = Text("")
        self._drop = Button(_("Take away"), "quiet", icon="x", on=lambda: acts.answered(self._path, None))
        note = _("Made small and freed of place and time before it is kept.") if item.photo else ""
        self._note = Text(note, Role.SECONDARY, "text2")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for part in (self._icon, self._name, self._choose, self._drop, self._note):
            line.addWidget(part)
        line.addStretch(1)
        self.lead_by(self._choose)

    def show_item(self, item: Item) -> None:
        there = bool(item.chosen or item.words)
        self._icon.setVisible(there)
        self._name.setVisible(there)
        self._name.setText(item.words)
        self._drop.setVisible(there and not item.locked)
        self._choose.setVisible(not there)
        self._choose.setEnabled(not item.locked)
        self._note.setVisible(not there and bool(self._note.text()))
        self.lead_by(self._drop if there else self._choose)

    def _ask(self) -> None:
        kinds = _("Photos (*.jpg *.jpeg *.png *.webp)") if self._photo else _("All files (*)")
        file, _kind = QFileDialog.getOpenFileName(self, self._choose.text(), "", kinds)
        if file:
            self._acts.attached(self._path, file)


class ConsentField(Led):
    """What to say, and how the person agreed; nothing is chosen beforehand. A consent on file is only told."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__()
        self._path, self._acts = item.path, acts
        self._tiles: dict[str, RadioTile] = {}
        said = Text(
            _(
                "Say: “The team keeps your name, birth year and phone to guide you next time. "
                "You can ask to see or erase them.”"
            ),
            Role.SECONDARY,
            "text2",
            wrap=True,
        )
        self._not = Button(
            _("Not given after all"), "quiet", icon="x", on=lambda: acts.consented(self._path, "")
        )
        self._not.hide()
        holder = FlowLayout()
        for option in item.options:
            tile = RadioTile(option.label, value=option.value)
            tile.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            tile.clicked.connect(lambda _on=False, value=option.value: acts.consented(self._path, value))
            self._tiles[option.value] = tile
            holder.addWidget(tile)
        holder.addWidget(self._not)
        tiles = QWidget()
        tiles.setLayout(holder)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        inner.addWidget(said)
        inner.addWidget(tiles)
        self._ask = Sunken(inner)
        self._icon, self._told = Icon("circle-check", "ok"), Text("")
        kept = QHBoxLayout()
        kept.setSpacing(8)
        kept.addWidget(self._icon)
        kept.addWidget(self._told, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._ask)
        whole.addLayout(kept)
        if self._tiles:
            self.lead_by(next(iter(self._tiles.values())))

    def show_item(self, item: Item) -> None:
        on_file = bool(item.words)
        self._ask.setVisible(not on_file)
        self._icon.setVisible(on_file)
        self._told.setVisible(on_file)
        self._told.setText(_("Agreed, {how}").format(how=item.words))
        self._not.setVisible(bool(item.chosen))
        for value, tile in self._tiles.items():
            tile.blockSignals(True)
            tile.setAutoExclusive(False)
            tile.setChecked(value in item.chosen)
            tile.setAutoExclusive(True)
            tile.blockSignals(False)
            tile.update()


class Acknowledge(TickTile):
    """One statement to tick."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(item.label)
        self.wrap()
        self.toggled.connect(lambda on: acts.answered(item.path, "OK" if on else None))

    def show_item(self, item: Item) -> None:
        self.blockSignals(True)
        self.setChecked(bool(item.chosen))
        self.blockSignals(False)
        self.setEnabled(not item.locked)
        if self.text() != item.label:
            self.setText(item.label)
            self.updateGeometry()
        self.update()
