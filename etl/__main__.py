"""`python -m etl`: load, look after and export."""

from etl.commands import main

if __name__ == "__main__":
    main()
