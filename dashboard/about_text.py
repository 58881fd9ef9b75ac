"""The text of Om: definitions, limits and formulas from the published tables, and what the law asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

from dashboard import reads, swedish
from dashboard.choices import PHASES, POPULATIONS
from dashboard.tables import Column, TableRow, table, text

WHO = """
<h2>Vilka räknas</h2>
<p>Alla patienter som väntar vid regionens enheter räknas, var de än bor. Väntande är de som vid mätdatumets
slut inte har fått sin kontakt; genomförda är de som fick den under månaden. Väntetiden räknas i hela dagar på
datum: för väntande från beslut till mätdatum, för genomförda från beslut till start.</p>
<p>En ögonblicksbild av kön läggs aldrig ihop över månader, och en summa läggs aldrig till sina delar.</p>
"""
FORMULAS = """
<h2>Formler</h2>
<ul>
<li><b>Nämnare</b>: kontakter med vårdgaranti, minus dem som definitionen räknar bort.</li>
<li><b>Täljare</b>: de av nämnaren vars väntetid är högst gränsen. Gränsen är inklusive: den som väntat exakt så
länge är inom den.</li>
<li><b>Andel</b> = täljare ÷ nämnare.</li>
<li><b>Återbesök</b>: nämnaren är de som har ett medicinskt måldatum. Genomförda är i tid när besöket skedde
senast på måldatum, väntande när måldatum inte har passerats vid mätdatumet.</li>
<li><b>Median och 90:e percentil</b> räknas exakt på hela dagar över alla kontakter i raden, oavsett
definition.</li>
<li><b>Spann</b> = högsta minus lägsta andel bland förvaltningar med tillräckligt underlag.</li>
</ul>
"""
METHODS = """
<h2>Vad är större än slumpen?</h2>
<p>Två förvaltningar får nästan aldrig samma andel ens om de arbetar lika. Därför färgas och nämns bara det som är
större än slumpen. Avgörandet görs en gång, när siffrorna publiceras, så att ett filter aldrig ändrar ett märke.</p>
<ul>
<li><b>Skillnad mot regionen</b>: exakt binomialtest (mid-p, tvåsidigt) av varje förvaltnings andel mot regionens
andel i specialiteten, för alla rutor med minst {low_base} i nämnaren.</li>
<li><b>Många jämförelser</b>: av hundra rena tillfälligheter faller fem utanför en gräns på 95 %. Testerna av ett
mätdatum rättas därför tillsammans (Benjamini–Hochberg, 5 % felaktiga fynd).</li>
<li><b>Tratten</b>: exakta, interpolerade binomialgränser på 95 och 99,8 %. φ säger hur mycket mer andelarna sprider
sig än slumpen ger; är φ större än 1 (p &lt; 0,05) och enheterna minst tio visas också gränser justerade för den
spridningen (τ²).</li>
<li><b>Justerad för slump</b> (krympt andel): andelen dragen mot den gemensamma, mer ju mindre underlaget är
(empirisk Bayes, betabinomial). Den är en bättre gissning om nästa mätning än den råa.</li>
<li><b>Intervall</b>: Wilson för en andel, Newcombe för skillnaden mellan två.</li>
<li><b>Mixen</b>: förvaltningar med olika specialiteter jämförs också med samma mix (direkt standardisering). Vänder
ordningen säger sidan det (Simpsons paradox).</li>
</ul>
<h2>Vad är ovanligt över tid?</h2>
<ul>
<li><b>Styrdiagram</b>: bandet är vanlig variation. Andelar visas med Laneys p′, som tar hänsyn till att antalet
varierar; XmR finns som alternativ. Signal är: utanför bandet, sju stigande eller fallande i rad, två av tre nära
kanten, sju i rad på samma sida. Mindre än en patient från den vanliga nivån är ingen signal. Under 13 månader visas
preliminära gränser utan omdöme.</li>
<li><b>Samma patienter flera månader</b>: väntelistans månader liknar varandra för att patienterna delvis är desamma.
När sambandet är starkt (över 0,3) bedöms avvikelsen från det väntade, inte nivån; en signal gäller sedan tills
värdet är tillbaka.</li>
<li><b>Ny nivå</b> räknas bara från en daterad händelse med skäl, aldrig för att siffrorna ändrats.</li>
<li><b>Det här har ändrats mest</b>: χ²-test (N−1) mellan två mätdatum, rättat för många jämförelser. Eftersom
patienterna delvis är desamma är testet försiktigt.</li>
</ul>
<h2>Antal i band</h2>
<p>En huvudman som bara lämnar hur många som står i varje väntetidsband (till exempel veckor eller månader) visas på
samma sidor, med sitt eget systems gräns. Inom ett band vet ingen hur väntetiderna fördelar sig. Ligger gränsen på en
bandkant går andelen att räkna exakt; annars anges den minsta och den största möjliga. Median och 90:e percentil anges
som det band de ligger i. Avvikelser är inte kända, så ingen räknas bort. Huvudmän läggs aldrig ihop; andelar med olika
gräns eller definition går inte att jämföra.</p>
<h2>Väntelistans balans</h2>
<p>Väntade vid månadens början + nya beslut − genomförda − lämnat kön utan vård + oförklarat = väntar. De två
sista räknas per beslutsdag: de som fanns i kön men varken väntar eller har fått vård har lämnat den; de som dyker upp
med ett gammalt beslut är oförklarade. Båda är minsta möjliga antal. Andelen i tid bland väntande och bland genomförda
är olika mått: tas många långväntare emot faller den ena när den andra stiger.</p>
"""
STATES = """
<h2>Sex ord för det som inte är en vanlig siffra</h2>
<ul>
<li><b>Lågt underlag (°)</b>: färre än {low_base} patienter. Andelen visas men är osäker och räknas inte i
spannet.</li>
<li><b>Dolt</b>: gruppen har 1–{largest_hidden} patienter, eller skulle avslöja en så liten grupp.</li>
<li><b>Saknas</b>: ingen leverans för perioden.</li>
<li><b>Ingen väntar</b>: levererat, men ingen i kön. Det är varken 0 % eller 100 %.</li>
<li><b>Ej beräkningsbar</b>: källan lämnar antal i band och gränsen ligger inne i ett av dem. Andelen anges då som det
intervall den måste ligga i ("mellan 61 % och 64 %"), aldrig som en punkt.</li>
<li><b>–</b>: förvaltningen bedriver inte vården.</li>
</ul>
<h2>Små grupper</h2>
<p>Grupper med färre än {suppress_below} patienter döljs helt, tillsammans med så många andra grupper som behövs
för att ingen ska kunna räkna ut dem ur summorna. Det avgörs en gång, när siffrorna publiceras, och gäller
sidor, pekrutor och filer lika.</p>
"""
SOURCES = """
<h2>Källor</h2>
<p>Väntande och genomförda kontakter i den nationella leveransens format. Rikets siffror läses in som egen fil
och jämförs bara lika med lika: samma population, vårdfas, definition, gräns och datum. Öppna tabeller:
CSV-knapparna på sidorna ger samma rader som tabellerna, med UTF-8, semikolon och decimalkomma.</p>
"""
ACCESSIBILITY = """
<h2>Tillgänglighetsredogörelse</h2>
<p>Vårdläget ska kunna användas av alla. Tjänsten är byggd efter lagen (2018:1937) om tillgänglighet till
digital offentlig service (DOS-lagen), standarden EN 301 549 och WCAG 2.1 nivå AA.</p>
<p><b>Så är det byggt.</b> Varje diagram har en tabell med samma rader, och allt går att nå med tangentbord.
Färg bär aldrig ensam en uppgift: tecken, ord eller form säger samma sak. Ljust och mörkt läge följer datorns
inställning.</p>
<p><b>Kända brister.</b> I punktdiagrammen öppnas en rad med musklick; med tangentbord öppnas samma specialitet
i tabellen, i värmekartan eller med filtret Specialitet. Enstaka ord i webbläsarens egna dialoger kan vara på
engelska.</p>
<p><b>Meddela brister.</b> Hittar du något som inte fungerar, eller behöver du innehållet i ett annat format:
kontakta regionens förvaltning av Vårdläget. Ange sidans adress och vad du försökte göra.</p>
<p><b>Tillsyn.</b> Myndigheten för digital förvaltning (Digg) har ansvar för tillsynen. Du kan anmäla till Digg
om du inte är nöjd med hur påpekandet hanteras.</p>
"""


def definitions(version: str) -> str:
    """The definitions as a table, from the published definition file."""
    columns = [Column("Definition"), Column("Vad räknas bort"), Column("Namn i filer och adresser")]
    rows = [
        TableRow(text(row["name"]), [text(row["text"]), text(row["definition"])])
        for row in reads.definitions(version).iter_rows(named=True)
    ]
    return f"<h2>Definitioner</h2>{table('Definitioner', columns, rows)}"


def limits(version: str) -> str:
    """The dated limits as a table, from the published definition file."""
    columns = [
        Column("Gräns"),
        Column("Dagar", True),
        Column("Gäller"),
        Column("Specialitet"),
        Column("Från och med"),
        Column("Till och med"),
        Column("Grund"),
    ]
    rows = [
        TableRow(
            text(row["title"]),
            [
                text(row["limit_days"], "vl-number"),
                text(_holds_for(row)),
                text("alla" if row["specialty"] in (None, "Alla") else row["specialty"]),
                text(row["valid_from"], "vl-nowrap"),
                text(_until(row["valid_to"]), "vl-nowrap"),
                text(row["text"]),
            ],
        )
        for row in reads.limits(version).iter_rows(named=True)
    ]
    return f"<h2>Gränser</h2>{table('Gränser', columns, rows)}"


def states(settings: Mapping[str, Any]) -> str:
    """The states and the small-group rule with the published thresholds."""
    return STATES.format(
        low_base=settings["low_base"],
        suppress_below=settings["suppress_below"],
        largest_hidden=max(1, settings["suppress_below"] - 1),
    )


def methods(settings: Mapping[str, Any]) -> str:
    """How chance, time and the queue's balance are judged, with the published thresholds."""
    return METHODS.format(low_base=settings["low_base"])


def version_text(settings: Mapping[str, Any]) -> str:
    """Which version of the figures, and when it was published."""
    moment = swedish.local_time(settings["published_at"])
    return f"<h2>Version</h2><p>Siffror: version {escape(str(settings['version']))}, publicerad {moment}.</p>"


def _until(date: dt.date | None) -> str:
    """The last day, or words for a limit that still holds."""
    return "tills vidare" if date is None or date.year == 9999 else date.isoformat()


def _holds_for(row: Mapping[str, Any]) -> str:
    phase = PHASES.get(str(row["phase"]), "alla vårdfaser") if row["phase"] is not None else "alla vårdfaser"
    named = [POPULATIONS[each].lower() for each in str(row["populations"] or "").split(",") if each in POPULATIONS]
    principal = row["principal"] if row["principal"] not in (None, "Alla") else ""
    return ", ".join(part for part in (phase, swedish.listed(named), principal) if part)
