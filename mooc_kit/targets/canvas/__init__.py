"""Canvas target: a cartridge that Canvas imports, with modules, rubrics and quizzes in place."""

from mooc_kit.targets.canvas.target import Canvas

__all__ = ["Canvas"]
