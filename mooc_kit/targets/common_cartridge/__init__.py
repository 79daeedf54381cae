"""Common Cartridge target: a course as version 1.1, which nearly every platform imports."""

from mooc_kit.targets.common_cartridge.target import CommonCartridge

__all__ = ["CommonCartridge"]
