"""Institution files: where a kit keeps what the template asks that it was grown from."""

from __future__ import annotations

FOLDER = ".mooc-kit/template"
ABOUT = "mooc-kit.yaml"
