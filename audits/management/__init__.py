"""Recurring decisions and operators' commands."""
