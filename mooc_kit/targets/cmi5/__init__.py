"""cmi5 target: the course for learning platforms with a learning record store, which hears of every page and answer."""

from mooc_kit.targets.cmi5.target import Cmi5

__all__ = ["Cmi5"]
