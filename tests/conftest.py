"""Whatever any test sends, and whatever the local server answers, must be as Google's own documents say."""

from collections.abc import Iterator

import pytest

from tests.emulator.traffic import Watch, watched


@pytest.fixture(scope="session", autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands remember and log stays out of the user's own folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def every_request() -> Iterator[Watch]:
    """The watch on all requests of this process."""
    with watched(Watch()) as watch:
        yield watch


@pytest.fixture(autouse=True)
def traffic(every_request: Watch) -> Iterator[Watch]:
    """The watch on one test, which fails where anything of it, or of what it was set up with, was wrong."""
    every_request.seen.clear()
    yield every_request
    assert not (wrong := every_request.taken()), "not as Google's documents say:\n" + "\n".join(wrong)
