import pytest

pytestmark = pytest.mark.journey

PAGES = {
    "home": "/",
    "experts": "/experts/",
    "providers": "/providers/",
    "jobs": "/jobs/",
    "audits": "/audits/",
    "register": "/register/",
    "register-check": "/register/check/",
    "register-report": "/register/report/",
    "training": "/training/",
    "statistics": "/statistics/",
    "search": "/search/?q=水泥",
    "policy": "/policy/",
    "open-data": "/api/v1/docs",
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
}


@pytest.mark.parametrize("name", PAGES)
def test_every_public_page_fits_a_phone_and_passes_axe(visitor, name):
    reader = visitor()

    reader.open(PAGES[name])

    reader.look(f"public-{name}")
