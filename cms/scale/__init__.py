"""A crowd of invented records, to see how the portal does when it is full.

They are told from everybody else's by the credit codes of their organisations:
no division of the country has a code that begins with 99.
"""

from cms.scale.filling import KINDS, Refused, add, fits, present, remove

__all__ = ["KINDS", "Refused", "add", "fits", "present", "remove"]
