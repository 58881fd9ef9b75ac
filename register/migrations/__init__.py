"""Alembic's folder; register/migration.py runs it."""
