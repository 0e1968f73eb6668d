"""Subjects of the market's routes: the demo enterprise's jobs and contracts.

Each step of a job has a job that is just there; the demo provider bids in all
of them and works under all of the contracts.
"""

from marketplace.models import (
    Adjustment,
    Award,
    Bid,
    Contract,
    Dispute,
    Job,
    Objection,
    Payment,
    Question,
    Reading,
    Review,
    SettlementStatement,
)
from tests.promises.cast import organisation_of

_OPENED = {"job_compare", "opened_bid", "bid_score", "bid_award", "job_fail"}
_AWARDED = {"job_award", "award_confirm", "objection_answer"}
_SUBMITTED = {"bid_receipt", "bid_withdraw"}
_UNDER_WAY = {"milestone_submit", "review_reply"}
_OF_STATEMENT = ("statement", "payment_confirm", "payment_reject")


def own_job(state):
    """Return a job of the demo enterprise in a state."""
    jobs = Job.objects.filter(enterprise=organisation_of("enterprise"), state=state)
    return jobs.earliest("pk")


def measured_file():
    """Return the key of the evidence for a reading of the contract performed."""
    return _reading().evidence_id


def market_subject(name):
    """Return the arguments of a route of the market."""
    if name.startswith(_OF_STATEMENT):
        return _statement(name)
    if name in _CONTRACTS or name.startswith(_OF_CONTRACT):
        return _contract(name)
    if name.startswith("bid") and name not in {"bid_start", "bid_score", "bid_award"}:
        return _bid(name)
    return _job(name)


_OF_CONTRACT = ("contract", "milestone", "reading", "adjustment", "review")
_CONTRACTS = {"dispute_close", "payment_account"}


def _job(name):
    state = (
        "opened" if name in _OPENED else "awarded" if name in _AWARDED else "published"
    )
    job = own_job(state)
    pk = {
        "objection_answer": Objection.objects.filter(award__job=job),
        "job_delegate_end": job.enterprise.memberships.all(),
    }.get(name, Question.objects.filter(job=job))
    return {
        "number": job.number,
        "bid": job.bids.earliest("pk").number,
        "pk": _first(pk),
    }


def _bid(name):
    """A draft with a file, a submitted bid, or the rival's, which lost."""
    own = Bid.objects.filter(provider=organisation_of("provider"))
    if name in _SUBMITTED:
        bid = own.filter(state="submitted").earliest("pk")
    elif name == "bid_object":
        lost = Bid.objects.filter(provider=organisation_of("rival-provider"))
        bid = lost.filter(state="opened", job=own_job("awarded")).get()
    else:
        bid = own.get(state="draft")
    return {"number": bid.number, "position": _first(bid.sealed_files, "position")}


def _contract(name):
    if name == "contract_draft":
        return {"award": _own(Award, "job__").earliest("pk").pk}
    if name == "contract_edit":
        return {"number": _own(Contract).get(state="draft").number}
    if found := {
        "adjustment_answer": Adjustment,
        "dispute_close": Dispute,
    }.get(name):
        return _under_another_contract(found.objects.earliest("pk"))
    if name in _UNDER_WAY:
        return _work_under_way()
    if name in _OPEN_ON:
        return _where_it_is_open(name)
    reading = _reading()
    contract = reading.contract
    return {
        "number": contract.number,
        "key": _first(contract.milestones, "key"),
        "period": reading.period,
        "name": reading.name,
        "pk": reading.pk,
    }


_OPEN_ON = {
    "contract_reopen": {"state": "offered"},
    "contract_sign": {"state": "offered"},
    "milestone_accept": {"milestones__state": "submitted"},
    "milestone_return": {"milestones__state": "submitted"},
    "review_write": {"statements__state": "paid", "reviews": None},
}


def _where_it_is_open(name):
    """A contract of the demo provider on which the step can be taken."""
    own = Contract.objects.filter(provider=organisation_of("provider"))
    contract = own.filter(**_OPEN_ON[name]).earliest("pk")
    milestones = contract.milestones.filter(state="submitted")
    return {"number": contract.number, "key": _first(milestones, "key")}


def _work_under_way():
    """The contract whose milestone and whose review wait for the demo provider."""
    review = Review.objects.get(side="enterprise", reply=None)
    contract = review.contract
    return {
        "number": contract.number,
        "key": _first(contract.milestones.filter(state="open"), "key"),
        "pk": review.pk,
    }


def _under_another_contract(row):
    """A contract of the demo provider with another enterprise."""
    key = getattr(row, "key", "")
    number = row.contract.number
    return {"number": number, "pk": row.pk, "key": key, "answer": "agree"}


def _reading():
    """A reading that waits for the verifier."""
    waiting = Reading.objects.filter(
        contract__in=_own(Contract), check_row__isnull=True
    )
    return waiting.earliest("pk")


def _statement(name):
    statements = SettlementStatement.objects.filter(contract__in=_own(Contract))
    if name == "payment_reject":
        declared = Payment.objects.filter(state="declared").earliest("pk")
        return {"statement": declared.statement.number, "pk": declared.pk}
    if name.startswith("payment"):
        payment = Payment.objects.filter(statement__in=statements).earliest("pk")
        return {"statement": payment.statement.number, "pk": payment.pk}
    if name.startswith("statement_pay"):
        return {"statement": statements.get(state="accepted").number}
    statements = statements.filter(state="computed")
    return {"statement": statements.latest("pk").number}


def _own(model, path=""):
    return model.objects.filter(**{f"{path}enterprise": organisation_of("enterprise")})


def _first(rows, field="pk"):
    return rows.order_by("pk").values_list(field, flat=True).first()
