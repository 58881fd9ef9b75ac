"""`python -m etl`: load, look after and export."""

from etl.commands import app

if __name__ == "__main__":
    app()
