"""What the journeys share: a province of their own."""

import pytest

from sync.server import Province


@pytest.fixture
def province(tmp_path):
    with Province(tmp_path / "tỉnh") as it:
        yield it
