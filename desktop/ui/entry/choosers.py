"""Controls that look something up: a long list, a record, a file, a person's consent."""

import time
from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.entry.controls import Acts, Compound
from desktop.ui.entry.state import Item, Match
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import ChosenBox, Sunken
from desktop.ui.parts.choices import RadioTile, TickTile
from desktop.ui.parts.fields import Combo, LineEdit
from desktop.ui.parts.labels import Icon, Text
from desktop.ui.parts.layouts import FlowLayout, clear
from desktop.ui.parts.suggest import Suggestion, SuggestPopup
from desktop.ui.parts.tokens import Role
from forms.text import fold
from resources.words import _

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
        self._options: object = None
        self.picked.connect(lambda value: acts.answered(item.path, value or None))

    def show_item(self, item: Item) -> None:
        offered = [(it.value, it.label) for it in item.options]
        if item.optional or not item.chosen:
            offered.insert(0, ("", ""))
        if offered != self._options:
            self._options = offered
            self.set_choices(offered)
        chosen = item.chosen[0] if item.chosen else ""
        if self.value() != chosen:
            self.set_value(chosen)
        self.setEnabled(not item.locked)


class RecordField(Compound):
    """Names one record: a box that searches, or what was chosen with a way to choose another."""

    def __init__(self, item: Item, acts: Acts) -> None:
        super().__init__(LineEdit(_("Name or house number, no diacritics needed"), icon="search"))
        self._path, self._acts = item.path, acts
        self.box.textChanged.connect(lambda _text: acts.searched(self._path, self.box.value()))
        self._popup = SuggestPopup(self.box)
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
            self.setFocusProxy(self.box)
            return
        self._another = Button(_("Another"), "quiet", on=lambda: self._acts.chose(self._path, ""))
        box = ChosenBox(item.plate, item.words or _("Record not found here"), item.second, self._another)
        self._chosen.addWidget(box)
        self._another.setVisible(not item.locked)
        self.box.blockSignals(True)
        self.box.clear()
        self.box.blockSignals(False)
        self.setFocusProxy(self._another)

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Offer these under the box."""
        rows = [Suggestion(it.rec, it.title, it.second, it.plate) for it in matches]
        self._popup.set_rows(rows if self.box.hasFocus() else ())

    def _took(self, rec: str) -> None:
        self._acts.chose(self._path, rec)


class FileField(QWidget):
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
        self.setFocusProxy(self._choose)

    def show_item(self, item: Item) -> None:
        there = bool(item.chosen or item.words)
        self._icon.setVisible(there)
        self._name.setVisible(there)
        self._name.setText(item.words)
        self._drop.setVisible(there and not item.locked)
        self._choose.setVisible(not there)
        self._note.setVisible(not there and bool(self._note.text()))
        self.setFocusProxy(self._drop if there else self._choose)

    def _ask(self) -> None:
        kinds = _("Photos (*.jpg *.jpeg *.png *.webp)") if self._photo else _("All files (*)")
        file, _kind = QFileDialog.getOpenFileName(self, self._choose.text(), "", kinds)
        if file:
            self._acts.attached(self._path, file)


class ConsentField(QWidget):
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
            self.setFocusProxy(next(iter(self._tiles.values())))

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
        self.toggled.connect(lambda on: acts.answered(item.path, "OK" if on else None))

    def show_item(self, item: Item) -> None:
        self.blockSignals(True)
        self.setChecked(bool(item.chosen))
        self.blockSignals(False)
        self.update()


class Told(QWidget):
    """Words of the form, or what it calculated."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self._words = Text("", ink="text2", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._words)

    def show_item(self, item: Item) -> None:
        self._words.setText(
            f"{item.label}: {item.text}" if item.text and item.label else item.label or item.text
        )
