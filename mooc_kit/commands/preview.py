"""Live preview: build once, serve, watch for changes, and stop when asked to."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from mooc_kit.console import console
from mooc_kit.problems import Report, UsageError, relative_name
from mooc_kit.reporters import write_report
from mooc_kit.targets.site.preview import HOST, Preview, serve


def show_preview(folder: Path, port: int, *, opens: bool) -> None:
    """Serve the course in `folder` until Ctrl-C. A kit with problems is shown once they are mended."""
    if not (folder / "course.yaml").is_file():
        raise UsageError(f"There is no course.yaml in {relative_name(folder)}.")
    out = console()
    preview = Preview(folder, lambda words: _tell(preview, words))
    server = serve(preview, port)
    stop = threading.Event()
    address = f"http://{HOST}:{server.server_port}/"
    try:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        preview.build()
        out.print(f"{address}  (Ctrl-C stops)")
        if opens:
            import webbrowser

            webbrowser.open(address)
        preview.watch(stop)
    except KeyboardInterrupt:
        out.print("Stopped.")
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def _tell(preview: Preview, words: str) -> None:
    console().print(words)
    if words[:1].isdigit():
        write_report(Report(preview.problems), "text", sys.stderr)
