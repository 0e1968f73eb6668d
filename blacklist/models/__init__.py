"""The rows of this package."""

from blacklist.models.cases import (
    CaseFile,
    ViolationCase,
    ViolationCaseUserPermission,
)
from blacklist.models.decisions import Decision
from blacklist.models.defence import Hearing, Notice, Statement
from blacklist.models.publications import Correction, NamePublication
from blacklist.models.remedies import Reconsideration, RepairApplication
from blacklist.models.screening import ScreeningReceipt
from blacklist.models.subscribers import Subscriber
from blacklist.models.tips import Tip, TipFile

__all__ = [
    "CaseFile",
    "Correction",
    "Decision",
    "Hearing",
    "NamePublication",
    "Notice",
    "Reconsideration",
    "RepairApplication",
    "ScreeningReceipt",
    "Statement",
    "Subscriber",
    "Tip",
    "TipFile",
    "ViolationCase",
    "ViolationCaseUserPermission",
]
