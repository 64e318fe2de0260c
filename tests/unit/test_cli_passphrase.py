"""Where the command line takes the passphrase from."""

from pathlib import Path

import pytest

from desktop.cli.context import Context
from forms.problem import Problem


def nobody(_prompt: str) -> str:
    raise EOFError


def test_the_environment_comes_first(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NGOSO_PASSPHRASE", "bốn từ chẳng liên quan")
    assert Context(home, ask=nobody).passphrase() == "bốn từ chẳng liên quan"


def test_where_nobody_can_type_the_variable_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NGOSO_PASSPHRASE", raising=False)
    with pytest.raises(Problem) as told:
        Context(home, ask=nobody).passphrase()
    assert told.value.code == "cli.no_passphrase"
    assert "NGOSO_PASSPHRASE" in told.value.advice
