"""Everything that can go wrong and be told to a person, in one table.

``raise Problem("store.full")`` anywhere; only the notices bar, the command line and the server's
handler show it. A code is never reused for another meaning.
"""

from dataclasses import dataclass
from typing import Literal

from resources.words import N_, _

Kind = Literal["input", "setup", "bug"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; ``text`` says what is wrong, ``advice`` what to do."""

    kind: Kind
    text: str
    advice: str
    exit_code: int = 1
    status: int = 500


# kind input → exit 2, HTTP 400; setup → exit 3, HTTP 503; bug → exit 1, HTTP 500, unless a row says otherwise.
def _input(text: str, advice: str, status: int = 400) -> Row:
    return Row("input", text, advice, 2, status)


def _setup(text: str, advice: str, status: int = 503) -> Row:
    return Row("setup", text, advice, 3, status)


# fmt: off
TABLE: dict[str, Row] = {
    "bug": Row("bug", N_("Something went wrong in the program."), N_("What you entered is kept as a draft. Start the program again; if it comes back, send the log file.")),
    "setup.libraries": _setup(N_("The system lacks the libraries that draw the window."), N_("Install them: sudo apt-get install libgl1 libegl1. Then start again.")),
    "setup.no_display": _setup(N_("There is no screen to open the window on."), N_("Start it from a desktop session, or use the command line: ./ngoso --help.")),
    # the store
    "store.passphrase": _input(N_("That passphrase does not open this data."), N_("Check Caps Lock and the Vietnamese keyboard (Unikey), press Show, and try again.")),
    "store.passphrase_short": _input(N_("The passphrase is too short."), N_("Use at least 8 characters; four unrelated words are easy to remember.")),
    "store.passphrase_differs": _input(N_("The two passphrases differ."), N_("Type the same passphrase in both boxes.")),
    "store.damaged": _setup(N_("The data file is damaged."), N_("It was not changed. Copy the data folder to a USB stick, then call the commune office.")),
    "store.in_use": _setup(N_("Another Ngõ Số is using this data."), N_("Close the other window, or use it instead.")),
    "store.full": _setup(N_("The disk is full; nothing was saved."), N_("What you typed is still here. Free some space, then save again.")),
    "store.read_only": _setup(N_("The data folder cannot be written."), N_("Check the folder's permissions or the disk's write lock, then save again.")),
    "store.disk": _setup(N_("The disk failed; nothing was saved."), N_("What you typed is still here. Check that the disk or USB stick is still connected, then save again.")),
    "store.newer": _setup(N_("This data was made by a newer Ngõ Số."), N_("Install the newer version; this one changed nothing.")),
    "store.missing": _input(N_("There is no such record: {rec}."), N_("It may have been deleted. Search for it again."), 404),
    "store.not_set_up": _setup(N_("Ngõ Số is not set up on this machine."), N_("Open the window once and follow its three steps.")),
    # entries and forms
    "entry.faults": _input(N_("{count} answers need attention."), N_("See the message under each field.")),
    "entry.consent": _input(N_("A name or phone is kept only with the person's consent."), N_("Ask, then tick how consent was given; or leave the name empty.")),
    "form.broken": _input(N_("The form cannot be used: {detail}"), N_("Correct that place in the form and import it again.")),
    "form.built_in": _input(N_("The form {form} comes with the program and is not replaced by a file."), N_("Give the form another form_id in its settings sheet.")),
    "form.version": _input(N_("Version {version} of the form {form} is here already with other content."), N_("A version never changes: raise the version in the settings sheet and import it again."), 409),
    "form.not_workbook": _input(N_("The file {name} is not a form that can be read."), N_("Save it from Excel or LibreOffice as .xlsx and import it again; .xls, .md and .csv are read too.")),
    "form.encoding": _input(N_("The file {name} is not in UTF-8 but in {encoding}, line {line}."), N_("Change its text to Unicode, save it as CSV UTF-8 or as .xlsx, and import it again.")),
    "form.macros": _input(N_("The file {name} holds macros, which are never run here."), N_("In Excel choose Save As, Excel workbook (.xlsx), and import that file.")),
    "form.locked": _input(N_("The file {name} is locked with a password."), N_("Open it in Excel, remove the password under File, Info, and save it again.")),
    "form.strict": _input(N_("The file {name} is saved as Strict Open XML."), N_("In Excel choose Save As, Excel workbook (.xlsx), and import that file.")),
    "form.stays": _input(N_("The form {form} comes with the program and stays in use."), N_("Only forms that were imported can be taken out of use.")),
    "form.retired": _input(N_("“{form}” is out of use and takes no new records."), N_("Choose it under Forms and press “Use again”; what was typed is kept as a draft."), 409),
    "form.no_source": _input(N_("The sheets that the form {form} was made from are not kept here."), N_("Import the form's file again, then export it.")),
    "form.draft_changed": _input(N_("The draft was changed meanwhile."), N_("Open it again, then move it to the new version.")),
    "entry.left_out": _input(N_("The survey is saved, but not all that follows from it: {detail}"), N_("Open that household or resident and complete it by hand.")),
    "form.unknown": _input(N_("There is no form {form}."), N_("Choose one of the forms listed."), 404),
    "form.no_version": _input(N_("Version {version} of the form {form} is not here."), N_("These are here: {here}."), 404),
    "form.older": _input(N_("Version {version} reads as older than {used}, which is in use; nothing was changed."), N_("Raise the version in the settings sheet; or take this one into use all the same with --older.")),
    # files
    "file.unreadable": _input(N_("The file {name} cannot be read."), N_("Check that it still exists and is not open in another program.")),
    "file.encoding": _input(N_("The file {name} is not in UTF-8, line {line}."), N_("In Excel choose Save As, CSV UTF-8, and import it again.")),
    "file.columns": _input(N_("The file {name} lacks the columns: {columns}."), N_("The first line must name the columns: {expected}.")),
    "file.row": _input(N_("Line {line}, column {column}: {detail}"), N_("Correct that cell and import the file again; nothing was changed.")),
    "file.too_large": _input(N_("The file {name} is too large ({size} MB)."), N_("The limit is {limit} MB.")),
    "file.table": _input(N_("The file {name} cannot be read as a table: {detail}."), N_("Open it in Excel, save it as .xlsx or as CSV UTF-8, and import it again; nothing was changed.")),
    "file.empty": _input(N_("The file {name} has no lines to import."), N_("Fill in at least one line below the names of the columns.")),
    # units
    "unit.unnamed": _input(N_("The hamlet has no name."), N_("Enter a name such as Thôn 3.")),
    "unit.taken": _input(N_("There is already a hamlet {name}."), N_("Use it, or choose another name.")),
    "unit.date": _input(N_("The new name cannot begin in the future."), N_("Enter today or an earlier day.")),
    # leaflets and paper
    "print.preflight": _input(N_("{count} faults must be mended before printing."), N_("Each one is listed beside the page with what to do.")),
    "leaflet.service": _input(N_("There is no service {service} in the catalogue."), N_("Look its id up in the catalogue of services.")),
    "print.no_printer": _setup(N_("No printer was found."), N_("Save the PDF and print it on another machine.")),
    "print.printer": _setup(N_("The printer took no page."), N_("Check that it is on and has paper, or save the PDF.")),
    "print.write": _setup(N_("The file could not be written: {name}"), N_("Choose another folder or free some space.")),
    # sync
    "sync.not_enrolled": _setup(N_("This machine is not enrolled with a province."), N_("Ask the commune officer for an enrolment code and enter it under Sync.")),
    "sync.offline": _setup(N_("The province's server cannot be reached."), N_("Everything stays on this machine. Try again when there is a network.")),
    "sync.portal": _setup(N_("The network answered with a sign-in page instead of the province's server."), N_("Open a browser, sign in to the Wi-Fi, then send again.")),
    "sync.unknown_server": _setup(N_("This is not the province's server this machine was enrolled with."), N_("Nothing was sent. Check the address with the commune officer.")),
    "sync.clock": _setup(N_("This machine's clock is wrong ({clock})."), N_("Set date and time, then send again. Nothing is lost.")),
    "sync.tls": _setup(N_("The server's certificate cannot be trusted."), N_("Nothing was sent. Tell the commune officer.")),
    "sync.insecure": _input(N_("The address must begin with https://."), N_("Only a server on this same machine may use http://.")),
    "sync.code": _input(N_("The enrolment code is not accepted."), N_("A code works once and for a short time. Ask the officer for a new one."), 403),
    "sync.refused": _setup(N_("The server refused the batch: {reason}"), N_("Nothing is lost; the records stay here. Tell the commune officer."), 422),
    "sync.revoked": _setup(N_("This machine's access was withdrawn."), N_("The records stay here. Talk to the commune officer."), 403),
    "sync.cancelled": _input(N_("Sending was stopped."), N_("What has a receipt is with the province; the rest waits here.")),
    "sync.receipt": _setup(N_("The receipt does not match what was sent."), N_("Nothing was marked as sent. Send again; if it comes back, tell the commune officer.")),
    "sync.answer": _setup(N_("The server's answer cannot be understood."), N_("Nothing was marked as sent. Try again later.")),
    # the server's own refusals
    "wire.malformed": _input(N_("The request is not well formed: {detail}"), N_("Update Ngõ Số on the laptop.")),
    "wire.signature": _input(N_("The signature does not match."), N_("Enrol the laptop again."), 401),
    "wire.session": _input(N_("The session has ended."), N_("Sign in again."), 401),
    "wire.fork": _input(N_("The laptop's history differs from the one received earlier."), N_("The laptop starts a new epoch."), 409),
    "wire.too_large": _input(N_("The batch is too large."), N_("Send fewer records."), 413),
    "wire.too_many": _input(N_("Too many tries."), N_("Wait a minute."), 429),
    # exports and the command line
    "export.cancelled": _input(N_("The export was stopped."), N_("No file was written.")),
    "import.rows": _input(N_("The file {name} has more than {limit} rows."), N_("Split it into several files and import them one by one.")),
    "import.other_form": _input(N_("The records in {name} look like those of “{form}”."), N_("Import the file there; here it would make records that are all but empty.")),
    "import.faults": _input(N_("{count} records cannot be imported as they are; nothing was changed."), N_("Correct the cells listed and import the file again, or import the others alone.")),
    "import.changed": _input(N_("The record of row {row} was changed here after the file was read."), N_("Choose the file again, look at what differs, then import it; nothing was changed."), 409),
    "import.cancelled": _input(N_("The import was stopped."), N_("Nothing of the file was kept.")),
    "cli.nobody": _input(N_("Nobody here is called that."), N_("Look with ./ngoso find, or log the person as anon:age_60_69:female.")),
    "cli.several": _input(N_("{count} people match."), N_("Say more of the name, the house number, or id: and the id of one of them.")),
    "cli.person": _input(N_("It is not clear who opens the data."), N_("Say it with --person and the given name shown at unlock.")),
    "cli.no_passphrase": _input(N_("Nobody is there to type the passphrase."), N_("Start the command in a terminal, or set the variable {variable}.")),
    "cli.home_taken": _input(N_("That folder holds somebody's data already; nothing was changed."), N_("Name an empty folder with --home.")),
    "cli.no_benchmarks": _setup(N_("The benchmarks are not part of this installation."), N_("Run ./ngoso bench in the program's source folder.")),
    "cli.no_form": _input(N_("There is no form at {name}."), N_("Name a file that is there, or a folder with forms in it (.xlsx, .xls, .md).")),
    "cli.usage": _input(N_("The command was not understood: {detail}"), N_("See ./ngoso --help.")),
}
# fmt: on


class Problem(Exception):
    """A named fault with the facts its wording needs. Facts are ids, counts and names of fields or files, never people."""

    def __init__(self, code: str, **facts: object) -> None:
        if code not in TABLE:
            raise KeyError(code)
        super().__init__(code)
        self.code = code
        self.facts = facts

    @property
    def row(self) -> Row:
        return TABLE[self.code]

    @property
    def text(self) -> str:
        """What is wrong, in the language in use."""
        return _(self.row.text).format(**self.facts)

    @property
    def advice(self) -> str:
        """What to do, in the language in use."""
        return _(self.row.advice).format(**self.facts)

    def __str__(self) -> str:
        return f"{self.text} {self.advice}"
