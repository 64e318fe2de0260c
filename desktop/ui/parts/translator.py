"""Qt ships no Vietnamese (measured): the words of its own menus and dialogs come from our catalogue."""

from PySide6.QtCore import QTranslator

from resources.words import N_, _

# What can show: standard buttons, the context menu of fields, the file and print dialogs.
# fmt: off
_SHOWN = frozenset(
    (
        N_("OK"), N_("Cancel"), N_("Save"), N_("Save All"), N_("Open"), N_("Close"), N_("Apply"),
        N_("Reset"), N_("Yes"), N_("No"), N_("Abort"), N_("Retry"), N_("Ignore"), N_("Discard"), N_("Help"),
        N_("Don't Save"), N_("Close without Saving"), N_("Restore Defaults"), N_("Show Details..."),
        N_("Hide Details..."), N_("Undo"), N_("Redo"), N_("Cut"), N_("Copy"), N_("Paste"), N_("Delete"),
        N_("Select All"), N_("Copy Link Location"), N_("Clear"), N_("Look in:"), N_("File name:"),
        N_("Files of type:"), N_("All Files (*)"), N_("Directory:"), N_("Choose"), N_("Name"), N_("Size"),
        N_("Type"), N_("Date Modified"), N_("Back"), N_("Forward"), N_("Parent Directory"),
        N_("Create New Folder"), N_("New Folder"), N_("List View"), N_("Detail View"), N_("Rename"),
        N_("Show hidden files"), N_("Find Directory"), N_("Save As"), N_("Sidebar"), N_("Computer"),
        N_("Remove"), N_("Folder"), N_("Drive"), N_("%1 already exists.\nDo you want to replace it?"),
        N_("%1\nFile not found.\nPlease verify the correct file name was given."), N_("Print"),
        N_("Printer"), N_("Printer:"), N_("Location:"), N_("Properties"), N_("Options"), N_("Options >>"),
        N_("Options <<"), N_("Copies"), N_("Copies:"), N_("Collate"), N_("Reverse"), N_("Pages"),
        N_("Pages from"), N_("to"), N_("Print all"), N_("Print range"), N_("Selection"), N_("Current Page"),
        N_("Color"), N_("Grayscale"), N_("Duplex Printing"), N_("None"), N_("Long side"), N_("Short side"),
        N_("Paper"), N_("Page"), N_("Orientation"), N_("Portrait"), N_("Landscape"), N_("Paper source:"),
        N_("Margins"), N_("Preview"), N_("Print to File (PDF)"), N_("Output file:"), N_("Advanced"),
        N_("Width:"), N_("Height:"),
    )
)
# fmt: on


class Translator(QTranslator):
    """Install it on the application once the language is chosen; what it does not know stays as Qt has it."""

    def isEmpty(self) -> bool:
        return False

    def translate(  # only None, a null QString, means "not known"; "" would be shown
        self, context: str, sourceText: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        plain = sourceText.replace("&", "")
        if plain not in _SHOWN:
            return None
        found = _(plain)
        return found if found != plain else None
