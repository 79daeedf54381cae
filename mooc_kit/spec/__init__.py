"""Spec (course.yaml): what a course team decided."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mooc_kit.spec.load import Loaded, load_spec, load_spec_file
    from mooc_kit.spec.model import Spec

__all__ = ["Loaded", "Spec", "load_spec", "load_spec_file"]


def __getattr__(name: str) -> Any:
    """Imported when it is asked for: quizzes use the spec's kinds of fields, and need no course for that."""
    if name not in __all__:
        raise AttributeError(name)
    from mooc_kit.spec import load, model

    return getattr(model if name == "Spec" else load, name)
