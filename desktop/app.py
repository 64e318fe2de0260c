"""The application: joins window, lanes and store, and guards the door between them."""

import logging
import logging.handlers
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QByteArray, QEvent, QLockFile, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QIcon, QPixmap
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QStackedWidget

from desktop.store import Cost
from desktop.store.faults import translated
from desktop.ui import screens
from desktop.ui.gate import Gate
from desktop.ui.parts import ime, theme, tokens
from desktop.ui.parts.translator import Translator
from desktop.ui.settings.screen import SettingsScreen
from desktop.ui.shell.lanes import ThreadLanes
from desktop.ui.shell.preferences import PreferenceFile, Preferences
from desktop.ui.shell.screen import Place
from desktop.ui.shell.window import MINIMUM, Shell
from desktop.work import setup
from desktop.work.desk import Clock, Desk, wall_clock
from desktop.work.home import home_folder
from forms.problem import Problem
from resources import ROOT, words

USUAL = (1366, 768)
_BUSY = (
    QEvent.Type.KeyPress,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
)
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
log = logging.getLogger(__name__)


class Window(QMainWindow):
    """The one window: the gate while the data is shut, the shell while it is open."""

    def __init__(self, home: Path, clock: Clock = wall_clock, cost: Cost | None = None) -> None:
        super().__init__()
        self._home = home
        self._clock = clock
        self._cost = cost
        self._file = PreferenceFile(home)
        self.preferences = self._file.read()
        self._apply(self.preferences)
        self.lanes = ThreadLanes(self._tell)
        self.shell: Shell | None = None
        self._resume: Place | None = None
        self._stack = QStackedWidget()
        self.gate = Gate(home, begin=self._begin, unlock=self._unlock, clock=clock)
        self._stack.addWidget(self.gate)
        self.setCentralWidget(self._stack)
        self.setMinimumSize(*MINIMUM)
        self.setWindowTitle("Ngõ Số")
        self.resize(*USUAL)
        room = self.screen().availableSize()
        if not self.restoreGeometry(QByteArray.fromHex(self.preferences.geometry.encode())) and (
            room.width() < USUAL[0] + 40 or room.height() < USUAL[1] + 40
        ):
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self.lock)
        _app().installEventFilter(self)
        self._show_gate()

    def lock(self) -> None:
        """Keep what is half typed, close the data, show the gate."""
        if self.shell is None:
            return
        ime.commit()
        self._resume = self.shell.place()
        self.shell.leave()
        self._idle.stop()
        self.lanes.close()
        self._drop_shell()
        self._show_gate()

    def _begin(
        self,
        person: setup.Person,
        place: setup.Place,
        passphrase: str,
        then: Callable[[], None],
        failed: Callable[[Problem], None],
    ) -> None:
        def opener() -> Desk:
            return setup.set_up(self._home, person, place, passphrase, clock=self._clock, cost=self._cost)

        self.lanes.open(opener, self._both(then), failed)

    def _unlock(
        self, slot: str, passphrase: str, then: Callable[[], None], failed: Callable[[Problem], None]
    ) -> None:
        def opener() -> Desk:
            return setup.open_desk(self._home, slot, passphrase, clock=self._clock)

        self.lanes.open(opener, self._both(then), failed)

    def unlock(self, slot: str, passphrase: str) -> None:
        """Open the data as the person of ``slot``; with a fault the gate stays as it is."""
        self._unlock(slot, passphrase, lambda: None, self._tell)

    def _both(self, then: Callable[[], None]) -> Callable[[], None]:
        def opened() -> None:
            then()
            self._opened()

        return opened

    def _opened(self) -> None:
        special = {"settings": lambda shell: SettingsScreen(shell, self.preferences, self.change)}
        self.shell = Shell(
            self.lanes,
            self._clock,
            screens.builders(**special),
            search=screens.search,
            lock=self.lock,
            about=self._about,
            parent=self,
        )
        self._stack.addWidget(self.shell)
        self._stack.setCurrentWidget(self.shell)
        self._idle.start(self.preferences.lock_minutes * 60_000)
        self.shell.go(self._resume or Place("today"))
        self._resume = None

    def _drop_shell(self) -> None:
        if self.shell is not None:
            self.shell.close_down()
            self.lanes.forget()
            self._stack.removeWidget(self.shell)
            self.shell.deleteLater()
            self.shell = None

    def _show_gate(self) -> None:
        self._stack.setCurrentWidget(self.gate)
        try:
            known = setup.is_set_up(self._home)
        except Problem as problem:
            self.gate.show_problem(problem, self._show_gate)
            return
        if known:
            self.gate.show_unlock(self._note())
        else:
            self.gate.show_first_run()

    def _note(self) -> str:
        if self._resume is None or self._resume.draft is None:
            return ""
        return words._(
            "An entry begun at {time} is kept. Unlocking returns to the field you were in."
        ).format(time=self._clock().strftime("%H:%M"))

    def _tell(self, problem: Problem) -> None:
        if self.shell is not None:
            self.shell.tell(problem)

    def change(self, preferences: Preferences) -> None:
        """Take over other preferences and remember them."""
        other_language = preferences.language != self.preferences.language
        self.preferences = preferences
        self._file.write(preferences)
        self._apply(preferences)
        self._idle.setInterval(preferences.lock_minutes * 60_000)
        if other_language and self.shell is not None:
            place = self.shell.place()
            self.shell.leave()
            self._drop_shell()
            self._resume = place
            self._opened()

    def _apply(self, preferences: Preferences) -> None:
        words.use(preferences.language)
        wants_dark = preferences.theme == "dark" or (
            preferences.theme == "system" and _app().styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        theme.apply(_app(), tokens.DARK if wants_dark else tokens.LIGHT)

    def _about(self) -> None:
        if self.shell is not None:
            self.shell.go(Place("help", query="about"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key, composed letter or pointer movement starts the idle time anew."""
        if event.type() in _BUSY and self._idle.isActive():
            self._idle.start()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        ime.commit()
        if self.shell is not None:
            self.shell.leave()
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self._file.write(replace(self.preferences, geometry=geometry))
        self.lanes.stop()
        event.accept()


def run(argv: Sequence[str]) -> int:
    """Open the window; returns the exit code. A second start raises the first window."""
    if sys.platform.startswith("linux") and not _has_display():
        words.use("vi")
        print(Problem("setup.no_display"), file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return 3
    _choose_input_method()
    home = home_folder(argv)
    app = QApplication([sys.argv[0]])
    app.setApplicationName("ngoso")
    app.setApplicationDisplayName("Ngõ Số")
    app.setDesktopFileName("ngoso")
    pixmap = QPixmap()
    pixmap.loadFromData((ROOT / "icons" / "mark.svg").read_bytes())
    app.setWindowIcon(QIcon(pixmap))
    translator = Translator(app)
    app.installTranslator(translator)
    words.use(PreferenceFile(home).read().language)
    try:
        with translated():
            home.mkdir(parents=True, exist_ok=True)
            _start_log(home)
    except Problem as problem:
        return _refuse(problem)
    name = _server_name(home)
    lock = QLockFile(str(home / "window.lock"))
    if not lock.tryLock(0):
        return 0 if _raise_first(name) else _refuse(Problem("store.in_use"))
    window = Window(home)
    server = QLocalServer()
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(name)
    server.newConnection.connect(lambda: _raise(window))
    server.listen(name)
    sys.excepthook = _hook(window)
    window.show()
    code = app.exec()
    server.close()
    lock.unlock()
    return code


def _refuse(problem: Problem) -> int:
    QMessageBox.warning(None, "Ngõ Số", str(problem))
    return problem.row.exit_code


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _server_name(home: Path) -> str:
    return "ngoso-" + sha256(str(home.resolve()).encode()).hexdigest()[:16]


def _has_display() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or chosen)


def _choose_input_method() -> None:
    # The wheel carries Qt's ibus plugin but none for fcitx; fcitx serves ibus clients.
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_IM_MODULE"] = "ibus"


class _Discreet(logging.Formatter):
    """Tells where a fault happened and of what kind, never its words: they may quote what somebody typed."""

    def formatException(self, ei: ExcInfo) -> str:
        kind, _error, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__name__ if kind else "")


def _start_log(home: Path) -> None:
    handler = logging.handlers.RotatingFileHandler(
        home / "ngoso.log", maxBytes=500_000, backupCount=2, encoding="utf-8"
    )
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def _hook(window: Window) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("unexpected", exc_info=(kind, error, trace))
        window._tell(Problem("bug"))

    return hook


def _raise_first(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    return socket.waitForConnected(1000)


def _raise(window: Window) -> None:
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
