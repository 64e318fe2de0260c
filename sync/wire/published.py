"""What the laptop and the province say to each other about published forms (protocol NGO-1 §2.2).

``source`` is a form's sheets as `forms.compile` keeps them: the laptop compiles them itself, so that nothing
the province says is used before this machine's own rules have read it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from .strict import Fields

FORMS, FORM = "/v1/forms", "/v1/form"

LONGEST_SOURCE = 3_000_000  # signs of one form with its choice lists; an answer may have 4 MiB
MOST_FORMS = 1_000
_LONGEST_TITLE = 2_000


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a form the province gives out. ``published_at`` is ISO 8601 with offset."""

    id: str
    version: str
    title: str
    published_at: str

    def plain(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "form")
        it = cls(
            fields.text("id"),
            fields.text("version"),
            fields.text("title", _LONGEST_TITLE),
            fields.text("published_at"),
        )
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class FormsAnswer:
    """Every version of every published form, the newest first."""

    forms: tuple[Published, ...]

    def plain(self) -> dict[str, object]:
        return {"forms": [it.plain() for it in self.forms]}

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "forms")
        it = cls(tuple(Published.read(one) for one in fields.items("forms", MOST_FORMS)))
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class FormRequest:
    """A laptop asks for one version of a form."""

    id: str
    version: str

    def plain(self) -> Mapping[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "form")
        it = cls(fields.text("id"), fields.text("version"))
        fields.done()
        return it


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """The form that was asked for."""

    id: str
    version: str
    source: str

    def plain(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def read(cls, value: object) -> Self:
        fields = Fields(value, "form")
        it = cls(fields.text("id"), fields.text("version"), fields.text("source", LONGEST_SOURCE))
        fields.done()
        return it
