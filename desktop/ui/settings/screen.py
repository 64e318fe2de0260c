"""The settings screen: one tab a subject."""

from collections.abc import Callable

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.store import Cost
from desktop.ui.parts.layouts import PAGE_MARGINS, STRETCH, ScrollBody, column
from desktop.ui.parts.tabs import SegmentTabs
from desktop.ui.parts.tokens import PAGE_LEFT, PAGE_TOP
from desktop.ui.settings.hamlets import HamletsPage
from desktop.ui.settings.lists import ListsPage
from desktop.ui.settings.look import LookPage
from desktop.ui.settings.office import OfficePage
from desktop.ui.settings.presenter import SettingsPresenter
from desktop.ui.settings.secret import SecretPage
from desktop.ui.settings.state import TABS, SettingsState
from desktop.ui.settings.team import TeamPage
from desktop.ui.shell.preferences import Preferences
from desktop.ui.shell.screen import Frame, Place, Screen
from desktop.work.changed import Changed
from resources.words import _


class SettingsScreen(Screen):
    """``Place("settings", query=tab)`` opens one tab: look, office, hamlets, team, passphrase or import.

    ``apply`` puts changed preferences in force at once.
    """

    rail = "settings"

    def __init__(
        self,
        frame: Frame,
        preferences: Preferences,
        apply: Callable[[Preferences], None],
        *,
        cost: Cost | None = None,
    ) -> None:
        super().__init__()
        self._presenter = presenter = SettingsPresenter(frame, preferences, apply, self._render, cost=cost)
        words = (_("Look"), _("Unit"), _("Hamlets"), _("Team"), _("Passphrase"), _("Import"))
        self.tabs = SegmentTabs(_("Settings"), words)
        self.tabs.chosen.connect(lambda at: presenter.turn(TABS[at]))
        self.look, self.office, self.hamlets = LookPage(), OfficePage(), HamletsPage()
        self.team, self.secret, self.lists = TeamPage(), SecretPage(), ListsPage()
        self._pages = QStackedWidget()
        pages: tuple[QWidget, ...] = (
            self.look,
            self.office,
            self.hamlets,
            self.team,
            self.secret,
            self.lists,
        )
        for page in pages:
            self._pages.addWidget(ScrollBody(column(page, STRETCH), margins=PAGE_MARGINS))
        self.look.preferred.connect(lambda name, value: presenter.prefer(**{name: value}))
        self.office.saved.connect(presenter.save_office)
        self.office.rung.connect(presenter.rung)
        self.hamlets.added.connect(presenter.add_hamlet)
        self.hamlets.began.connect(presenter.begin_rename)
        self.hamlets.renamed.connect(presenter.rename)
        self.hamlets.asked_import.connect(self._import_hamlets)
        self.team.asked_members.connect(presenter.members)
        self.team.aimed.connect(presenter.save_target)
        self.secret.changed.connect(presenter.change_passphrase)
        self.lists.chose_kind.connect(presenter.choose_kind)
        self.lists.chose_file.connect(presenter.examine)
        self.lists.chose_place.connect(presenter.write_template)
        self.lists.agreed.connect(presenter.carry_out)
        head = QVBoxLayout()
        head.setContentsMargins(QMargins(PAGE_LEFT - 4, PAGE_TOP, PAGE_LEFT, 0))
        head.addWidget(self.tabs)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._pages, 1)

    def title(self) -> str:
        return _("Settings")

    def open(self, place: Place) -> None:
        self._presenter.open(place.query)
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def heard(self, changed: Changed) -> None:
        self._presenter.heard(changed)

    def leave(self) -> None:
        """Passphrases half typed are forgotten."""
        for line in (self.secret.old, self.secret.new, self.secret.again):
            line.clear()

    def _import_hamlets(self) -> None:
        self._presenter.choose_kind("hamlet")
        self._presenter.turn("import")

    def _render(self, state: SettingsState) -> None:
        at = TABS.index(state.tab)
        self.tabs.choose(at)
        self._pages.setCurrentIndex(at)
        self.look.show_state(state)
        self.office.show_state(state)
        self.hamlets.show_state(state)
        self.team.show_state(state)
        self.secret.show_state(state)
        self.lists.show_state(state.importing)
