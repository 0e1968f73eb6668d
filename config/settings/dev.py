"""Settings for trying the portal and for developing it."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import SECRET_KEY as CHOSEN_SECRET_KEY

DEBUG = env.flag("DEBUG", default=True)
SECRET_KEY = CHOSEN_SECRET_KEY or "for-trying-the-portal-on-this-machine-only"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
STAFF_SECOND_FACTOR_REQUIRED = env.flag("STAFF_SECOND_FACTOR_REQUIRED", default=False)
DEMO_ACCOUNTS_LISTED = DEBUG
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
