"""Catches log records nobody asked for."""

import logging
from typing import Self


class Logs(logging.Handler):
    """Listens to every logger while it is entered; records below warnings pass."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self._expected: list[str] = []

    def expect(self, part: str) -> None:
        """The test means to provoke a warning whose message holds ``part``; it fails if none comes."""
        self._expected.append(part)

    def complaint(self) -> str:
        """What was logged and not expected, or expected and not logged; empty when all is as it should be."""
        messages = [record.getMessage() for record in self.records]
        strays = [
            f"unexpected log: {record.levelname} {record.name}: {message}"
            for record, message in zip(self.records, messages, strict=True)
            if not any(part in message for part in self._expected)
        ]
        missing = [
            f"expected in the log but not there: {part}"
            for part in self._expected
            if not any(part in message for message in messages)
        ]
        return "\n".join(strays + missing)

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger().removeHandler(self)
