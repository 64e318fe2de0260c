"""Every screen by name. A screen is imported when it is first opened."""

from collections.abc import Callable
from importlib import import_module

from PySide6.QtWidgets import QWidget

from desktop.ui.shell.screen import Screen
from desktop.ui.shell.window import Shell

# name → module and class; each class takes the frame.
_WHERE = {
    "today": "desktop.ui.today.screen:TodayScreen",
    "visit": "desktop.ui.visit.screen:VisitScreen",
    "visits": "desktop.ui.visits.screen:VisitsScreen",
    "training": "desktop.ui.training.screen:TrainingScreen",
    "class": "desktop.ui.training.attendance:AttendanceScreen",
    "feedback": "desktop.ui.feedback.screen:FeedbackScreen",
    "outreach": "desktop.ui.records.screen:OutreachScreen",
    "records": "desktop.ui.records.screen:RecordsScreen",
    "record": "desktop.ui.records.edit:EditScreen",
    "forms": "desktop.ui.forms.screen:FormsScreen",
    "form_import": "desktop.ui.forms.intake:ImportScreen",
    "form_try": "desktop.ui.forms.trying:TryScreen",
    "form_paper": "desktop.ui.forms.paper:PaperScreen",
    "form_out": "desktop.ui.forms.out:OutScreen",
    "form_data": "desktop.ui.forms.data:DataScreen",
    "search": "desktop.ui.search.screen:SearchScreen",
    "leaflets": "desktop.ui.leaflets.screen:LeafletsScreen",
    "sync": "desktop.ui.sync.screen:SyncScreen",
    "settings": "desktop.ui.settings.screen:SettingsScreen",
    "help": "desktop.ui.help.screen:HelpScreen",
}


def builders(**special: Callable[[Shell], Screen]) -> dict[str, Callable[[Shell], Screen]]:
    """How to build each screen; ``special`` replaces those that need more than the frame."""
    return {name: _builder(where) for name, where in _WHERE.items()} | special


def search(shell: Shell, anchor: QWidget) -> None:
    """Open the search over everything, Ctrl+K, over the box ``anchor``."""
    from desktop.ui.search.palette import Palette

    Palette.over(shell, anchor)


def _builder(where: str) -> Callable[[Shell], Screen]:
    def build(shell: Shell) -> Screen:
        module, _, name = where.partition(":")
        made = getattr(import_module(module), name)(shell)
        assert isinstance(made, Screen)
        return made

    return build
