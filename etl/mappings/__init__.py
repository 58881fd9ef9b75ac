"""Mapping files: how an organisation's own extract is read as one of the kinds (docs/how-to.md)."""
