from __future__ import annotations

from pathlib import Path

import pytest

from tests.cohort.issuing import make_course


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("issuing"))
