"""Open-contracting releases of jobs (OCDS 1.1)."""

import json
import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import Organisation
from core.money import Money
from marketplace.models import Contract, Job
from marketplace.selectors.jobs import jobs_visible_to
from marketplace.states.contracts import ContractState
from marketplace.states.jobs import AwardState, JobState

# To be replaced by a registered prefix where the portal registers one.
PREFIX = "ocds-qingyuan"
TENDER_STATUS = {
    JobState.PUBLISHED: "active",
    JobState.CLOSED: "active",
    JobState.OPENED: "active",
    JobState.AWARDED: "complete",
    JobState.CONTRACTED: "complete",
    JobState.CANCELLED: "cancelled",
    JobState.FAILED: "unsuccessful",
}
CONTRACT_STATUS = {
    ContractState.SIGNED: "pending",
    ContractState.ACTIVE: "active",
    ContractState.COMPLETED: "terminated",
    ContractState.TERMINATED: "terminated",
}


def job_release(request: HttpRequest, number: str) -> HttpResponse:
    """Send what is public about a job and its contract as an OCDS package."""
    jobs = jobs_visible_to(request.user).exclude(state=JobState.DRAFT)
    job = get_object_or_404(jobs.select_related("enterprise"), number=number)
    text = json.dumps(package_of(job), ensure_ascii=False, indent=1)
    # Amounts are exact: written as numbers without ever being floats.
    body = re.sub(r'"¤(-?[0-9.]+)"', r"\1", text)
    return HttpResponse(body + "\n", content_type="application/json")


def package_of(job: Job) -> dict[str, Any]:
    """Return the release package of a published job."""
    release = release_of(job)
    return {
        "uri": f"{settings.PORTAL_URL}/jobs/{job.number}/release.json",
        "version": "1.1",
        "publishedDate": release["date"],
        "publisher": {"name": "清源 Qingyuan", "uri": settings.PORTAL_URL},
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "releases": [release],
    }


def release_of(job: Job) -> dict[str, Any]:
    """Return the one compiled release of a job."""
    contract = (
        Contract.objects.published()
        .filter(job=job)
        .select_related("provider", "verifier")
        .first()
    )
    instants = [job.published_at, job.opened_at, job.awarded_at, job.contracted_at]
    date = max(instant for instant in instants if instant).isoformat()
    tags = ["tender", *(["award", "contract"] if contract else [])]
    release: dict[str, Any] = {
        "ocid": f"{PREFIX}-{job.number}",
        "id": f"{job.number}-{date}",
        "date": date,
        "language": "zh",
        "tag": tags,
        "initiationType": "tender",
        "buyer": _reference(job.enterprise),
        "parties": [_party(job.enterprise, "buyer")],
        "tender": _tender(job),
    }
    if contract is not None:
        release["parties"].append(_party(contract.provider, "supplier"))
        release["awards"] = [_award(contract)]
        release["contracts"] = [_contract(contract)]
    return release


def _tender(job: Job) -> dict[str, Any]:
    tender: dict[str, Any] = {
        "id": job.number,
        "title": job.title,
        "description": job.scope,
        "status": TENDER_STATUS[JobState(job.state)],
        "procurementMethod": "open" if job.visibility == "public" else "selective",
        "mainProcurementCategory": "services",
        "tenderPeriod": {"endDate": job.bids_until.isoformat()},
    }
    if job.budget is not None and job.budget_shown:
        tender["value"] = _value(job.budget)
    return tender


def _award(contract: Contract) -> dict[str, Any]:
    award = contract.award
    status = "active" if award.state == AwardState.CONFIRMED else "pending"
    return {
        "id": f"{contract.job.number}-award-{award.pk}",
        "title": contract.title,
        "status": status,
        "date": award.awarded_at.isoformat(),
        "suppliers": [_reference(contract.provider)],
    }


def _contract(contract: Contract) -> dict[str, Any]:
    assert contract.signed_at is not None  # noqa: S101 - only published ones come here
    return {
        "id": contract.number,
        "awardID": f"{contract.job.number}-award-{contract.award_id}",
        "title": contract.title,
        "description": contract.get_kind_display(),
        "status": CONTRACT_STATUS[ContractState(contract.state)],
        "period": {
            "startDate": contract.starts_on.isoformat(),
            "endDate": contract.ends_on.isoformat(),
        },
        "value": _value(contract.cap),
        "dateSigned": contract.signed_at.isoformat(),
        "milestones": [
            {
                "id": step.key,
                "title": step.title,
                "type": "delivery",
                "status": "met" if step.accepted_at else "scheduled",
                **({"dueDate": step.due_on.isoformat()} if step.due_on else {}),
            }
            for step in contract.milestones.all()
        ],
    }


def _value(amount: Money) -> dict[str, str]:
    return {"amount": f"¤{amount.yuan}", "currency": "CNY"}


def _reference(organisation: Organisation) -> dict[str, str]:
    return {"id": _id(organisation), "name": organisation.name}


def _party(organisation: Organisation, role: str) -> dict[str, Any]:
    return {
        **_reference(organisation),
        "identifier": {
            "scheme": "CN-USCI",
            "id": organisation.credit_code or "",
            "legalName": organisation.name,
        },
        "roles": [role],
    }


def _id(organisation: Organisation) -> str:
    return f"CN-USCI-{organisation.credit_code or organisation.pk}"
