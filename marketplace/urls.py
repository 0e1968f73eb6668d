"""Routes of this package; the root adds the language prefix."""

from marketplace.routes import contracts, jobs

app_name = "marketplace"
urlpatterns = [*jobs.routes, *contracts.routes]
