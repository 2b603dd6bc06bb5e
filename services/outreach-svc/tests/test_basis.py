from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from outreach_svc.domain.basis import (
    Basis,
    Consent,
    CustomerRelation,
    Enquiry,
    may_advertise,
    may_ask_for_consent,
)

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
HERE, ELSEWHERE = "info@brandt.example", "chef@brandt.example"
addresses = st.sampled_from([HERE, ELSEWHERE])
times = st.sampled_from([None, NOW - timedelta(days=1), NOW, NOW + timedelta(seconds=1)])
bases = st.lists(
    st.one_of(
        st.builds(Enquiry, addresses, times.filter(bool)),
        st.builds(Consent, addresses, times, times),
        st.builds(CustomerRelation, addresses, st.booleans(), st.booleans(), st.booleans(), times),
    ),
    max_size=4,
)


def truly_allows(basis: Basis, recipient: str) -> bool:
    """The statute, written a second time and independently of the code."""
    match basis:
        case Consent(address, confirmed, None) if address == recipient:
            return confirmed is not None and confirmed <= NOW
        case CustomerRelation(address, True, True, True, None):
            return address == recipient
    return False


@given(st.sampled_from([HERE, ELSEWHERE, None, ""]), bases, st.booleans(), st.booleans())
def test_mail_is_allowed_exactly_with_a_basis_and_never_to_the_suppressed(
    recipient: str | None, recorded: list[Basis], suppressed: bool, sender_complete: bool
) -> None:
    decision = may_advertise(recipient, recorded, suppressed=suppressed, sender_complete=sender_complete, now=NOW)

    lawful = bool(recipient) and any(truly_allows(basis, recipient or "") for basis in recorded)
    assert decision.allowed == (lawful and not suppressed and sender_complete)
    assert decision.allowed == (not decision.reasons)
    assert decision.allowed == (decision.basis is not None)


def test_every_single_missing_customer_condition_forbids_mail() -> None:
    for sale, similar, informed, objected in product([True, False], [True, False], [True, False], [None, NOW]):
        relation = CustomerRelation(HERE, sale, similar, informed, objected)

        decision = may_advertise(HERE, [relation], suppressed=False, sender_complete=True, now=NOW)

        assert decision.allowed == (sale and similar and informed and objected is None)


def test_an_enquiry_alone_allows_no_advertising_and_says_so() -> None:
    decision = may_advertise(HERE, [Enquiry(HERE, NOW)], suppressed=False, sender_complete=True, now=NOW)

    assert decision.reasons == ("no_lawful_basis",)


@given(bases, st.booleans(), st.booleans())
def test_consent_is_asked_for_only_after_an_enquiry_from_that_address_and_once(
    recorded: list[Basis], asked: bool, suppressed: bool
) -> None:
    decision = may_ask_for_consent(
        HERE, recorded, already_asked=asked, suppressed=suppressed, sender_complete=True, now=NOW
    )

    enquired = any(isinstance(b, Enquiry) and b.address == HERE and b.at <= NOW for b in recorded)
    assert decision.allowed == (enquired and not asked and not suppressed)
