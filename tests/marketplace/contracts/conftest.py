import shutil
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.marketplace_contracts import (
    ContractFactory,
    MilestoneFactory,
    ReadingCheckFactory,
    ReadingFactory,
    UserFactory,
    member,
)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.PRIVATE_FILES_ROOT = tmp_path / "files"
    yield
    shutil.rmtree(settings.PRIVATE_FILES_ROOT, ignore_errors=True)


@pytest.fixture
def parties(db):
    """An active contract with somebody on each side, and somebody outside."""
    contract = ContractFactory(active=True)
    return world_of(contract)


def world_of(contract):
    return SimpleNamespace(
        contract=contract,
        enterprise=member(contract.enterprise),
        provider=member(contract.provider),
        verifier=member(contract.verifier),
        outsider=UserFactory(),
    )


@pytest.fixture
def measured(parties):
    """The same contract with its first period verified, its plan accepted."""
    contract = parties.contract
    ReadingCheckFactory(reading=ReadingFactory(contract=contract))
    tonnes = ReadingFactory(contract=contract, name="tonnes", value=110, unit="t")
    ReadingCheckFactory(reading=tonnes)
    MilestoneFactory(contract=contract, accepted=True)
    return parties


@pytest.fixture
def pdf():
    return lambda name="voucher.pdf": SimpleUploadedFile(
        name, b"%PDF-1.4\n%an example\n", content_type="application/pdf"
    )
