"""Peer-awarded badges: those who hold a badge may award it on, so that facilitators are no bottleneck."""

from mooc_kit.completion_options.peer_badges.option import PeerBadges

__all__ = ["PeerBadges"]
