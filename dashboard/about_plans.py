"""The part of Om that says how plans are followed, changed and proposed."""

from __future__ import annotations

from config import today
from dashboard import plan_change_principles, swedish

PLANS = """
<h2>Leveransplaner</h2>
<ul>
<li><b>Vilken version gäller?</b> Ett kvartal som är slut mäts mot den överenskomna version som gällde dess sista dag,
andra kvartal mot den senast överenskomna. Förslag gäller aldrig; en återkallad plan gäller inte längre.</li>
<li><b>Plan hittills</b>: kvartalens volym delad på månader efter mottagarens egen årsrytm, till och med den senaste
inrapporterade månaden. En månad som ingen har rapporterat räknas varken i planen eller i utfallet.</li>
<li><b>Skickade</b> är avsändarens uppgift, <b>genomförda</b> och <b>återlämnade</b> mottagarens; den andres får stå in
där en saknas. Båda och skillnaden visas.</li>
<li><b>Utanför plan</b>: beslutad volym minus kvartalen (särskild ordning). Utfall utan plan står för sig.</li>
<li><b>Prognos</b>: återstående månaders plan gånger takten hittills. Takten är planens egen, dragen mot övriga planers
när få månader är kända. Intervallet ska rymma årets utfall i åtta fall av tio och bygger på hur mycket månaderna brukar
variera och hänga ihop.</li>
<li><b>När får en plan sänkas?</b> Tre principer besvaras ur siffrorna: förvaltningen eller regionen har uppnått
vårdgarantin ({level} av de väntande i planens specialitet och vårdfas är inom gränsen vid senaste mätdatum, minst
{low_base} räknade), eller förvaltningen har avlastat en annan under året. Saknas leverans, eller är underlaget dolt
eller lågt, kan frågan inte avgöras. Siffran sparas med versionen. En sänkning utan ja kräver skriven motivering.</li>
</ul>
<h2>Behov, kapacitet och förslag</h2>
<ul>
<li><b>Brist och överskott</b>: behov minus egen kapacitet per specialitet, vårdfas och förvaltning. Brist (över noll)
och överskott (under noll) summeras var för sig: en förvaltnings överskott döljer inte en annans brist.</li>
<li><b>Förslaget</b> räknas med linjär optimering (HiGHS) i bestämd ordning: minst brist kvar; mest i egen regi; mest på
egna avtal; minst väntan mellan kvartal; färst par. Överenskomna planer ändras aldrig; där de är större än behov eller
kapacitet sägs det. Samma underlag ger alltid samma förslag.</li>
<li><b>Vad som krävs av en kö</b>: minst det som kommer till och de över gränsen som måste få vård till dagen; tumregeln
räknar med att väntetider är exponentiellt fördelade.</li>
</ul>
"""


def plans(version: str, low_base: int) -> str:
    """How plans are counted, with the published share from which the guarantee counts as reached."""
    level = plan_change_principles.reached_share(version, today())
    return PLANS.format(level=swedish.percent(level), low_base=low_base)
