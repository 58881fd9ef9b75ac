"""The commands of `python -m etl`: their options. What they do stands in etl/work.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from etl import check_command, draft_mapping, usage, work
from etl.identity_numbers import masked
from etl.load import LoadRequest
from etl.terminal import WRONG_USAGE, run

app = typer.Typer(cls=usage.SwedishGroup, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

Data = Annotated[Path | None, typer.Option("--data", metavar="KATALOG", help="Datakatalogen.")]
Json = Annotated[Path | None, typer.Option("--json", metavar="FIL", help="Skriv en maskinläsbar rapport hit.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Skriv bara fel.")]
Debug = Annotated[bool, typer.Option("--debug", help="Visa hela felutskriften.")]
Out = Annotated[Path, typer.Option("--out", metavar="KATALOG", help="Dit filerna skrivs.")]


def main() -> None:
    """Run the command line; wrong usage is one Swedish line and exit code 2."""
    try:
        app(standalone_mode=False)
    except typer.TyperException as error:
        print(masked(usage.told(error)), file=sys.stderr)
        raise SystemExit(WRONG_USAGE) from None


@app.command(cls=usage.SwedishCommand)
def load(
    paths: Annotated[list[Path], typer.Argument(metavar="SÖKVÄG...", help="Filer eller kataloger.")],
    *,
    source: Annotated[str | None, typer.Option("--source", metavar="NAMN", help="Källans namn.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="SLAG", help="Utdragets slag.")] = None,
    huvudman: Annotated[str | None, typer.Option("--huvudman", metavar="NAMN", help="Huvudmannens namn.")] = None,
    accept: Annotated[
        str | None,
        typer.Option(
            "--accept", metavar="SKÄL", help="Ladda trots detta skäl att avvisa filen (flera med komma mellan)."
        ),
    ] = None,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Ladda utdrag (filer, eller kataloger med allt i dem) och publicera."""
    request = LoadRequest(paths, source, kind, huvudman, accept)
    run(lambda session: work.load(session, request), data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="FIL...", help="Filer eller kataloger.")],
    *,
    source: Annotated[str | None, typer.Option("--source", metavar="NAMN", help="Källans namn.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="SLAG", help="Utdragets slag.")] = None,
    huvudman: Annotated[str | None, typer.Option("--huvudman", metavar="NAMN", help="Huvudmannens namn.")] = None,
    accept: Annotated[
        str | None, typer.Option("--accept", metavar="SKÄL", help="Som för load: skäl att avvisa som inte ska räknas.")
    ] = None,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Visa hur filer skulle läsas och vad load skulle göra med dem; ingenting skrivs."""
    request = LoadRequest(paths, source, kind, huvudman, accept)
    run(lambda session: check_command.check(session, request), data=data, json_file=json, quiet=quiet, debug=debug)


@app.command("map", cls=usage.SwedishCommand)
def draft(
    path: Annotated[Path, typer.Argument(metavar="FIL", help="Filen som mappningen ska läsa.")],
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FIL.toml", help="Skriv utkastet hit.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="SLAG", help="Utdragets slag.")] = None,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Skriv ett utkast till en mappningsfil ur en fil, för en människa att granska och ändra."""
    run(
        lambda session: draft_mapping.draft(session, path, out, kind),
        data=data,
        json_file=json,
        quiet=quiet,
        debug=debug,
    )


@app.command(cls=usage.SwedishCommand)
def apply(*, data: Data = None, json: Json = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Utför förvaltarens beslut om rader i karantän och publicera (load gör det före filerna)."""
    run(work.apply, data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def sample(
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="KATALOG", help="Dit filerna skrivs.")] = None,
    until: Annotated[str, typer.Option("--until", metavar="ÅÅÅÅ-MM", help="Sista månaden (2026-09).")] = "2026-09",
    months: Annotated[int, typer.Option("--months", metavar="ANTAL", help="Antal månader (36).")] = 36,
    scale: Annotated[float, typer.Option("--scale", metavar="TAL", help="Storlek; 1 är en hel region (0.2).")] = 0.2,
    seed: Annotated[int, typer.Option("--seed", metavar="TAL", help="Slumptalens frö (1).")] = 1,
    only_if_empty: Annotated[
        bool, typer.Option("--only-if-empty", help="Skriv och ladda bara där inget är laddat.")
    ] = False,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Skriv den påhittade regionens utdrag; samma val ger samma filer vilken dag som helst."""
    request = work.SampleRequest(out, until, months, scale, seed, only_if_empty)
    run(lambda session: work.sample(session, request), data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def publish(
    *,
    whole: Annotated[bool, typer.Option("--whole", help="Bygg om alla datum, inte bara de som har ändrats.")] = False,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Bygg och publicera det som är laddat (load gör det av sig självt)."""
    run(lambda session: work.publish(session, whole=whole), data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def status(*, data: Data = None, json: Json = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Visa vad som är laddat per källa, slag och period, och vilken version som visas."""
    run(work.status, data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def verify(*, data: Data = None, json: Json = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Kontrollera att det som är lagrat och publicerat stämmer; slutkod 4 när något inte gör det."""
    run(work.verify, data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def quarantine(
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FIL.csv", help="Skriv raderna till en CSV.")] = None,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Visa raderna i karantän: antal per orsak och var de står."""
    run(lambda session: work.quarantine(session, out), data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def rollback(*, data: Data = None, json: Json = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Visa den förra versionen och håll kvar den tills nya rader laddas."""
    run(work.rollback, data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def purge(*, data: Data = None, json: Json = None, quiet: Quiet = False, debug: Debug = False) -> None:
    """Ta bort kontaktrader äldre än keep_rows_months; siffrorna är oförändrade."""
    run(work.purge, data=data, json_file=json, quiet=quiet, debug=debug)


@app.command(cls=usage.SwedishCommand)
def export(
    *,
    out: Out,
    file_format: Annotated[str, typer.Option("--format", metavar="FORMAT", help="csv, parquet eller xlsx.")] = "csv",
    no_suppression: Annotated[
        bool, typer.Option("--no-suppression", help="Hela siffror: små grupper döljs inte.")
    ] = False,
    data: Data = None,
    json: Json = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Skriv de öppna tabellerna."""
    run(
        lambda session: work.export(session, out, file_format, suppressed=not no_suppression),
        data=data,
        json_file=json,
        quiet=quiet,
        debug=debug,
    )
