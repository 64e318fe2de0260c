"""What stands in the way of saving an answer, in words for the person who gave it."""

from dataclasses import dataclass, field
from typing import Literal

from forms.definition import Words, say
from resources.words import _

Kind = Literal["required", "constraint", "type"]


@dataclass(frozen=True, slots=True)
class Fault:
    """``words`` come from the form, ``reason`` from the program; where both lack, the question's label is named."""

    path: str
    kind: Kind
    label: Words = field(default_factory=dict)
    words: Words = field(default_factory=dict)
    reason: str = ""

    def text(self, language: str) -> str:
        """The message to show under the field."""
        if self.reason or self.words:
            return self.reason or say(self.words, language)
        label = say(self.label, language)
        if self.kind == "required":
            return _("Fill in “{label}”.").format(label=label)
        return _("“{label}” does not fit the other answers.").format(label=label)
