"""Routes of jobs, questions, bids and awards."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def job(request: HttpRequest, number: str) -> HttpResponse:
    """Show the number."""
    return HttpResponse(number)


routes = [path("jobs/<str:number>/", job, name="job")]
