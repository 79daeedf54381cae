"""The spec: what a course team decided, in course.yaml."""

from mooc_kit.spec.load import Loaded, load_spec, load_spec_file
from mooc_kit.spec.model import Spec

__all__ = ["Loaded", "Spec", "load_spec", "load_spec_file"]
