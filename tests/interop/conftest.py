import functools
import http.server
import pathlib
import threading

import pytest

import wandb_side as py  # first: it sets wandb's environment
import cpp_side as cpp
import survey
import values


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """One offline run of the reference."""
    run = py.start_run(tmp_path_factory.mktemp("wandb"))
    yield run
    run.finish()


@pytest.fixture(scope="session")
def facade(tmp_path_factory):
    """What interop_facade wrote."""
    folder = tmp_path_factory.mktemp("facade")
    cpp.run("interop_facade", folder)
    return folder


@pytest.fixture(scope="session")
def web(tmp_path_factory):
    """A folder, and the URL that this machine serves it at; below /etag/ it sends ETags."""
    folder = tmp_path_factory.mktemp("web")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def translate_path(self, path):
            return super().translate_path(path.removeprefix("/etag"))

        def end_headers(self):
            if self.path.startswith("/etag/"):
                self.send_header("ETag", '"0123"')
            super().end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory):
    """wandb's staging, cache and downloads stay in the test's folder."""
    patch = pytest.MonkeyPatch()
    for name in ("WANDB_CACHE_DIR", "WANDB_DATA_DIR", "WANDB_ARTIFACT_DIR", "WANDB_CONFIG_DIR"):
        patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
    yield
    patch.undo()


@pytest.fixture(scope="session")
def data():
    return pathlib.Path(__file__).parent.parent.parent / "plugins"


def pytest_sessionfinish(session, exitstatus):
    survey.save(py.VERSION)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"wandb {py.VERSION}, random values of WBM_INTEROP_SEED={values.SEED}")
