"""Who stands in a draw, who does not, and what that rests on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experts.exclusions import Matter, comparable, standings
from experts.models import Expert
from reference.models import IndustryLabel
from tests.factories.accounts import (
    FormerNameFactory,
    MembershipFactory,
    OrganisationFactory,
    RelatedPartyFactory,
    UserFactory,
)
from tests.factories.experts import (
    AbsenceFactory,
    ConsentFactory,
    EmploymentFactory,
    ExpertFactory,
    TermFactory,
    TieFactory,
)

DAY = date(2026, 3, 10)


@pytest.fixture
def stand(world):
    def of(expert, **changes):
        matter = Matter(
            **(
                {"enterprise": world.enterprise, "provider": world.provider, "on": DAY}
                | changes
            )
        )
        return next(standings(Expert.objects.filter(pk=expert.pk), matter))

    return of


def test_a_member_without_ties_stands(stand):
    standing = stand(ExpertFactory())

    assert standing.is_eligible
    assert standing.findings == []
    assert standing.specialities == ("energy",)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: ExpertFactory(suspended=True), "suspended"),
        (lambda: ExpertFactory(ended=True), "not_serving"),
        (lambda: ExpertFactory(serving=None), "not_serving"),
        (lambda: ConsentFactory(withdrawn=True).expert, "not_serving"),
        (lambda: ExpertFactory(term=None), "term_over"),
        (lambda: TermFactory(valid_until=DAY).expert, "term_over"),
        (lambda: TermFactory(valid_from=date(2026, 3, 11)).expert, "term_over"),
        (lambda: AbsenceFactory(last_day=DAY).expert, "away"),
    ],
)
def test_membership_decides_first(stand, make, reason):
    assert stand(make()).reasons == [reason]


@pytest.mark.parametrize("party", ["enterprise", "provider"])
@pytest.mark.parametrize("factory", [EmploymentFactory, TieFactory])
def test_a_tie_to_either_party_excludes(world, stand, party, factory):
    organisation = getattr(world, party)
    bond = factory(organisation=organisation, organisation_name="任意名称")

    standing = stand(bond.expert)

    assert standing.reasons == [f"tie_{party}"]
    assert [finding["organisation"] for finding in standing.findings] == ["任意名称"]


@pytest.mark.parametrize(
    ("until", "counts"),
    [
        (None, True),
        (date(2026, 3, 1), True),
        (date(2023, 3, 11), True),
        (date(2023, 3, 10), False),
        (date(2019, 1, 1), False),
    ],
)
def test_a_past_tie_counts_for_the_years_the_law_table_says(
    world, stand, until, counts
):
    tie = TieFactory(organisation=world.enterprise, until=until)

    assert stand(tie.expert).is_eligible is not counts


def test_an_unregistered_spelling_of_the_name_counts(world, stand):
    world.enterprise.name = "例示（兰州）冶金有限公司"
    world.enterprise.save()
    tie = TieFactory(organisation_name="例示(兰州) 冶金有限公司")

    assert stand(tie.expert).reasons == ["tie_enterprise"]


def test_former_names_and_related_parties_count(world, stand):
    FormerNameFactory(organisation=world.provider, name="从前的名称有限公司")
    mother = OrganisationFactory()
    RelatedPartyFactory(organisation=world.enterprise, other=mother)
    daughter = RelatedPartyFactory(other=world.enterprise).organisation

    former = TieFactory(organisation_name="从前的名称有限公司").expert
    above = EmploymentFactory(organisation=mother).expert
    below = EmploymentFactory(organisation=daughter).expert

    assert stand(former).reasons == ["tie_provider"]
    assert stand(above).reasons == ["tie_enterprise"]
    assert stand(below).reasons == ["tie_enterprise"]


def test_people_of_the_parties_are_excluded_by_their_accounts(world, stand):
    expert = ExpertFactory()
    MembershipFactory(user=expert.user, organisation=world.enterprise)

    assert stand(expert).reasons == ["tie_enterprise"]


def test_whoever_took_part_is_excluded(stand):
    expert = ExpertFactory()

    standing = stand(expert, took_part=frozenset({expert.user_id}))

    assert standing.reasons == ["took_part"]


@pytest.mark.parametrize(
    ("place", "label", "excluded"),
    [
        ("620100", "first", True),
        ("620100", None, True),
        ("620100", "second", False),
        ("620900", "first", False),
    ],
)
def test_sellers_of_audits_stay_out_of_their_own_market(
    world, stand, place, label, excluded
):
    first, second = IndustryLabel.objects.all()[:2]
    world.enterprise.labels.set([first])
    rival = OrganisationFactory(provider=True, jurisdiction_id=place)
    labels = {"first": [first], "second": [second], None: []}[label]
    rival.labels.set(labels)
    expert = ExpertFactory()
    MembershipFactory(user=expert.user, organisation=rival)

    assert (stand(expert).reasons == ["sells_audits"]) is excluded


def test_industry_counts_only_for_the_enterprises_own(world, stand):
    own, other = IndustryLabel.objects.all()[:2]
    world.enterprise.labels.set([own])
    insider = ExpertFactory(specialities=["industry", "law"])
    insider.labels.set([own])
    outsider = ExpertFactory(specialities=["industry", "law"])
    outsider.labels.set([other])

    assert stand(insider).specialities == ("industry", "law")
    assert stand(outsider).specialities == ("law",)


def test_a_member_without_an_account_stands(stand):
    assert stand(ExpertFactory(user=None)).is_eligible


def test_strangers_memberships_do_not_matter(world, stand):
    MembershipFactory(user=UserFactory(), organisation=world.enterprise)

    assert stand(ExpertFactory()).is_eligible


@given(name=st.text(min_size=1))
def test_spacing_and_width_never_tell_names_apart(name):
    assert comparable(f" {name} ") == comparable(name.replace("（", "("))
