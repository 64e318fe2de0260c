"""Input methods: what is still being composed is part of what was typed.

A preedit is absent from ``text()`` and raises no signal (measured), so saving, searching and locking
must ask for it to be committed first.
"""

import unicodedata

from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit


def commit() -> None:
    """Ask the input method to hand over what is being composed. Call before save, search and lock."""
    if QApplication.focusWidget() is not None:
        QGuiApplication.inputMethod().commit()


def composed(event: QInputMethodEvent) -> QInputMethodEvent:
    """The same event with its committed text in NFC: some keyboards hand over combining marks."""
    words = unicodedata.normalize("NFC", event.commitString())
    if words == event.commitString():
        return event
    made = QInputMethodEvent(event.preeditString(), event.attributes())
    made.setCommitString(words, event.replacementStart(), event.replacementLength())
    return made


def text_with_preedit(widget: QLineEdit | QPlainTextEdit) -> str:
    """What the person sees in the field: its text with the preedit at the cursor, in NFC."""
    preedit = str(getattr(widget, "preedit", ""))
    if isinstance(widget, QLineEdit):
        text, at = widget.text(), widget.cursorPosition()
    else:
        text, at = widget.toPlainText(), widget.textCursor().position()
    return unicodedata.normalize("NFC", text[:at] + preedit + text[at:])
