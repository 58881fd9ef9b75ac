"""The part of Om that says how days of the Green Cross are registered, coloured and counted."""

from __future__ import annotations

from html import escape

from dashboard import cross_data

CROSS = """
<h2>Gröna korset</h2>
<ul>
<li><b>Det som hände sparas, färgen räknas ut.</b> Dagens färg är den värsta händelsens färg enligt vald definition.
Samma dagar kan därför visas enligt vilken definition som helst, också en som beslutas nästa år.</li>
<li><b>Källor som bara vet färgen</b> behåller den med sin definition. Enligt en annan definition visas dagen bara om
allt som färgen kan betyda får samma färg där; annars står ”går inte att visa”. En andel blir då ett intervall.</li>
<li><b>Två källor om samma dag</b> som säger olika är en konflikt. De läggs aldrig ihop; någon registrerar vad som
gäller.</li>
<li><b>Förväntade dagar</b>: från enhetens första dag med korset till dess sista, alla dagar eller vardagar som inte
är svensk helgdag (midsommarafton, julafton och nyårsafton räknas som helgdagar). En förväntad dag som gått utan
registrering är ”inte registrerad”. Där dagarna kommer i filer gäller det till och med den sista månad som källan har
levererat.</li>
<li><b>Registreringsgrad</b>: registrerade dagar av dagar med verksamhet. <b>Andel gröna</b>: av registrerade dagar,
aldrig av kalenderdagar. En enhet utan startdag räknas inte i någon andel.</li>
<li><b>Skador och risker</b> räknas efter vad som hände, inte efter färg. Fler rapporterade risker är ett friskt
tecken, aldrig en försämring.</li>
<li><b>Dagar mellan skador</b> visas i ett g-diagram: medelvärde ± 3·√(m(m+1)), nedre gräns noll.</li>
<li><b>Tröttnar enheten?</b> Signal när de senaste 28 dagarnas registreringsgrad ligger under enhetens egen nedre
gräns (p′-diagram, minst 13 perioder) eller minst 15 procentenheter under de 84 dagarna före.</li>
<li><b>Fritext</b> visas bara hos den egna enheten. Formuläret stoppar det som ser ut som personnummer, telefonnummer
och e-postadresser och frågar om det som liknar namn. Det är ingen garanti: skriv aldrig något som pekar ut en
person.</li>
</ul>
"""


def cross(version: str) -> str:
    """How crosses are counted, with the definitions in the published version."""
    rows = "".join(
        f"<li><b>{escape(title)}</b>: {escape(text)}</li>"
        for title, text in cross_data.definitions(version).select("title", "text").iter_rows()
    )
    return f"{CROSS}<h3>Definitioner av färgerna</h3><ul>{rows}</ul>" if rows else CROSS
