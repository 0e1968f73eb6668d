"""Forms of audits: they check shape; services refuse on substance."""
