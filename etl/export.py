"""Write the open tables of the published marts to a folder, with a LASMIG.txt that says what they are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

import open_files
from analysis.green_cross import CASE_FACTS, FACTS
from config import DataDirectory, Settings
from etl.publication import NothingPublished
from etl.publish import OPEN_TABLES, build_unsuppressed

LOADS_AS_THEY_CAME = "laddning, slag, kalla, period"
TITLE = "Vårdläget – öppna tabeller"
WHOLE_FIGURES = (
    "SMÅ GRUPPER ÄR INTE DOLDA i de här filerna. De är arbetsmaterial för den som har rätt att se hela siffror; "
    "lämna dem inte vidare."
)
WHO_IS_COUNTED = (
    "Alla patienter som väntar vid, eller har besökt, regionens enheter räknas, var de än bor.",
    "väntande: väntan = mätdatum − beslutsdatum. genomförda: väntan = startdatum − beslutsdatum. Hela dagar.",
    "antal, median och 90:e percentil gäller alla kontakter i raden, oavsett definition.",
    "nämnare: vårdgaranti = JA och kvar enligt definitionen; för återbesök de som har ett medicinskt måldatum.",
    "täljare: de i nämnaren som väntat högst gränsens antal dagar; för återbesök de som hållit måldatum.",
    "avvikelser: pvv = kod 1, mov = kod 2 och 3 (MOV och SOV), av alla kontakter i raden.",
    "balans: vantade_fore + nya − genomforda − lamnat_utan_vard + oforklarat = vantar_efter, per månad. Ingen "
    "patient följs: lamnat_utan_vard och oforklarat räknas på dem med samma beslutsdatum inom raden, är minst så "
    "många, och summerar inte till marginalerna.",
)
HOW_PLANS_COUNT = (
    "leveransplan: varje version av varje plan, utdragens och de som är registrerade här. Filen kan läsas in igen: "
    "python -m etl load leveransplan.csv. registrerad är UTC; forankrad_av och registrerad_av är roller, aldrig "
    "personer.",
    "leveransplaner: en rad per plan, version och kvartal. gallande = ja på den version som gäller kvartalet: för ett "
    "kvartal som är slut den överenskomna version som gällde dess sista dag, annars den senast överenskomna. "
    "Summor är över gallande = ja. Förslag och återkallade planer gäller aldrig.",
    "skickade: avsändarens uppgift, annars mottagarens. genomforda: mottagarens uppgift, annars avsändarens. Tomt: "
    "ingen månad i kvartalet är inrapporterad. I ett kvartal utan gällande version står utfallet på planens högsta.",
    "leveransutfall: varje månad och par som är inrapporterat, med bådas uppgifter. plan_id är tomt där det inte finns "
    "någon plan mellan de två; det utfallet räknas inte i någon plan och står inte i leveransplaner.",
    "ackumulerad_plan och ackumulerat_utfall: summan sedan kvartal 1 över gällande versioner och det som är "
    "inrapporterat. uppfyllelse: genomforda / planerad. Volym utanför planen: beslutad_volym − (q1 + q2 + q3 + q4).",
    "Planer och deras utfall är överenskommelser, inte patientgrupper: de visas hela.",
)
HOW_CROSSES_COUNT = (
    "grona_korset: en rad per enhet, dag och definition, för varje dag som något är känt om. handelse är dagens "
    "allvarligaste händelse och är tom där källan bara angett en färg som kan betyda flera. farg är dagens värsta färg "
    "enligt definitionen, av någon av dagens händelser och inte alltid av den allvarligaste: okand där den angivna "
    "färgen inte går att översätta, konflikt där två källor säger olika.",
    "vit (ej_registrerad): en dag då enheten skulle ha registrerat och ingen har gjort det. gra (ingen_verksamhet): en "
    "dag då den inte skulle det. Förväntade dagar: från kors_fran till kors_till i enheter.csv, alla dagar eller "
    "vardagar som inte är helgdag eller midsommar-, jul- eller nyårsafton, så länge enhetens rader gäller. De räknas "
    "till och med {last_expected}, dagen före publiceringen; publiceringsdagen finns med först när den är registrerad. "
    "Dagar som inte är levererade ännu saknas, och oväntade dagar vars rader står i karantän.",
    "antal_handelser: summan av antal över dagens händelser; tom i konflikt, för källor läggs aldrig ihop. Samma dag "
    "står en gång per definition: filtrera på en definition innan något summeras.",
    "grona_korset_handelser: en rad per källa, enhet, dag och händelse eller läge, så som källan angav den. Filen kan "
    "läsas in igen: python -m etl load grona_korset_handelser.csv. registrerad är UTC; registrerad_av är en roll, "
    "aldrig en person. avgor är kännetecknet på det som andra källor sade när någon bestämde vad som gäller.",
    "Dagar i korset är händelser, inte patientgrupper: de visas hela. kommentar och gick_bra är enhetens egen text och "
    "står hela i CSV och Parquet, med radbrytningar; en cell i XLSX rymmer 32 767 tecken. Lämna dem inte vidare "
    "utanför enheten.",
)
HOW_QUALITY_COUNTS = (
    "datakvalitet: en rad per leverans som gäller, kontroll och det som kontrollen gäller (en kolumn eller en "
    "förvaltning). utfall: ok, fel eller info. varde är rader, andel, dagar eller leveranser enligt enhet; tomt där "
    "det skulle kunna avslöja en liten grupp.",
    "fullstandighet: poster och ifyllda celler i varje kolumn, också poster i karantän. Tomt där antalet poster skulle "
    "kunna avslöja en liten grupp; andelen är då avrundad till hela procent.",
    "revideringar: godkända poster före och efter varje omleverans, och hur många som tillkom, togs bort, ändrades "
    "(något värde som lagras skiljer sig) eller är desamma. anmarkning: dolt (skulle kunna avslöja en liten grupp), fa "
    "(något antal är {few}, och det som det kunde räknas ut ur är också tomt), gallrad (de tidigare "
    "raderna fanns inte kvar att jämföra med), dagvis (enstaka dagar i gröna korset togs över).",
)
HOW_BANDS_COUNT = (
    "Huvudmän som bara lämnar antal per band av väntetid: måluppfyllelsen räknas på alla (avvikelser är okända, "
    "bara definitionen ingen har rader), utan median och 90:e percentil. vantetidsfordelning har källans egna band;"
    " en marginal över delar med olika band har de band som inte delar någon av dem.",
    "ej_berakningsbar: gränsen ligger inne i ett band, så andelen går inte att räkna ut. bandintervall säger vad "
    "banden lämnar öppet: andelen är minst de som säkert är inom gränsen och högst de som kan vara det; medianen "
    "och den 90:e percentilen ligger mellan den där alla står på bandets första dag och den där alla står på den "
    "sista. Tomt högsta värde: bandet är öppet.",
    "Ej fördelat: det som källan inte delar upp på specialitet eller förvaltning där annat är uppdelat.",
    "snittjamforelser: samma sak räknad en gång till, av en annan källa, av källans egna summarader eller av radens"
    " egen summa. De räknas aldrig in. skillnad = deras − vara; omtvistad = ja när den är mer än 1 procent av den "
    "största.",
)
STATES = (
    "visas: siffran visas. lagt_underlag: färre än {low_base} i nämnaren, osäker andel.",
    "dolt: {few} patienter, eller skulle avslöja en så liten grupp. saknas: ingen leverans. "
    "noll: levererat, men ingen. ej_berakningsbar: antal i band vars kanter inte är gränsen; bandintervall har den "
    "minsta och den största andel som är möjlig.",
)


def export_tables(
    data: DataDirectory, settings: Settings, out: Path, *, file_format: str, suppressed: bool = True
) -> list[Path]:
    """Write every open table to `out`; the same rows in every format. Returns the files written."""
    with _marts(data, settings, suppressed=suppressed) as connection:
        out.mkdir(parents=True, exist_ok=True)
        written = [open_files.write_table(open_table(connection, name), out, name, file_format) for name in OPEN_TABLES]
        written.append(open_files.write_readme(out, TITLE, _readme(connection, suppressed=suppressed)))
    return written


def open_table(connection: duckdb.DuckDBPyConnection, name: str) -> pl.DataFrame:
    """All rows of one open table, ordered by every column from the left, loads as they came."""
    order = LOADS_AS_THEY_CAME if name == "laddningar" else "all"
    rows: pl.DataFrame = connection.sql(f"select * from open_{name} order by {order}").pl()  # noqa: S608
    return rows


@contextmanager
def _marts(data: DataDirectory, settings: Settings, *, suppressed: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    pointer = data.published()
    if pointer is None:
        raise NothingPublished("Inget är publicerat ännu. Ladda utdrag först: python -m etl load SÖKVÄG")
    if suppressed:
        with _read_only(data.marts(pointer.version)) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(dir=data.root, prefix="staging-") as folder:
        whole = Path(folder) / "whole.duckdb"
        build_unsuppressed(data, settings, whole)
        with _read_only(whole) as connection:
            yield connection


@contextmanager
def _read_only(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(
        path, read_only=True, config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )
    try:
        yield connection
    finally:
        connection.close()


def _readme(connection: duckdb.DuckDBPyConnection, *, suppressed: bool) -> dict[str, list[str]]:
    [(version, published_at, suppress_below, low_base, last_expected)] = connection.sql(
        "select version, published_at, suppress_below, low_base, published_on - 1 from dataset"
    ).fetchall()
    demo = [name for (name,) in connection.sql("select principal from principals where is_demo").fetchall()]
    few = f"1–{suppress_below - 1}" if suppress_below > 1 else "så få att de döljs (här döljs inga)"
    states = [line.format(low_base=low_base, few=few) for line in STATES]
    crosses = [line.replace("{last_expected}", f"{last_expected:%Y-%m-%d}") for line in HOW_CROSSES_COUNT]
    notices = [f"DEMODATA: {name} är påhittad. Inga uppgifter om verkliga patienter." for name in demo]
    return {
        "Viktigt": notices + ([] if suppressed else [WHOLE_FIGURES]) or ["Inget särskilt."],
        "Dataversion": [f"{version}, publicerad {published_at:%Y-%m-%d %H:%M} UTC"],
        "Urval": ["Inget: alla rader i den publicerade versionen."],
        "Vilka som räknas": list(WHO_IS_COUNTED),
        "Antal i band": list(HOW_BANDS_COUNT),
        "Leveransplaner": list(HOW_PLANS_COUNT),
        "Gröna korset": [*crosses, *_definitions_of_crosses(connection)],
        "Definitioner": _lines(connection, "select definition || ': ' || text from definitions order by sort_order"),
        "Gränser": _lines(
            connection,
            "select distinct limit_name || ': ' || limit_days || ' dagar, fas ' || phase || ', MVO ' || specialty "
            "|| ', från ' || valid_from || if(principal = 'Alla', '', ', bara ' || principal) from limits order by all",
        ),
        "Datakvalitet": [line.replace("{few}", few) for line in HOW_QUALITY_COUNTS],
        "Status": states,
        "Källor (laddning, tid UTC, fil, sha256; tid i laddningar är svensk tid)": _lines(
            connection,
            "select distinct load_id || '  ' || strftime(loaded_at, '%Y-%m-%d %H:%M') || '  ' || path || '  ' "
            "|| sha256 from loads where replaced_by is null and status in ('loaded', 'replaced') order by all",
        ),
    }


def _definitions_of_crosses(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return _lines(
        connection,
        "select d.definition || ' (' || d.title || '): ' || string_agg("
        "if(c.bit = 4, 'driftstörning utan skada eller risk', f.fact) || ' ' || c.colour, ', ' order by c.bit) "
        "from cross_definitions as d inner join cross_colours as c on c.definition = d.definition "
        "inner join (select unnest($facts) as fact, unnest(range(8)) as bit) as f on f.bit = c.bit "
        "group by d.definition, d.title, d.sort_order order by d.sort_order",
        facts=[FACTS[fact] for fact in CASE_FACTS],
    )


def _lines(connection: duckdb.DuckDBPyConnection, sql: str, **parameters: object) -> list[str]:
    return [line for (line,) in connection.sql(sql, params=parameters or None).fetchall()]
