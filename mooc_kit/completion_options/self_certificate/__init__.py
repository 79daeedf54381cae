"""Self-serve certificates: people collect their evidence with free tools and certify themselves, in plain words."""

from mooc_kit.completion_options.self_certificate.option import SelfCertificate

__all__ = ["SelfCertificate"]
