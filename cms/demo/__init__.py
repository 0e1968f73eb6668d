"""The written pages of the demonstration world."""

from cms.demo.tree import build_demo_pages

__all__ = ["build_demo_pages"]
