-- one row per load and delivery in the open table laddningar
select
    huvudman,
    laddning,
    tid,
    fil,
    sha256,
    slag,
    kalla,
    period,
    poster,
    godkanda,
    karantan,
    dubbletter,
    ersatter,
    dataversion
from open_laddningar
order by laddning, slag, kalla, period
