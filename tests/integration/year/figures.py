"""The figures of a year, as one row of a table, and what its columns say."""

EXPLANATION = """\
Each row is one company's year; days are counted from the first one (Monday, 5 January 2026).
  mail     messages a day of the office, the largest stream; pace, playbook; who decides (prompt: in 5 days, repairs
           in 10; late: 20 and 30; wrong: says of a sender of its own that it is not, corrects that after 30 days)
  steps    the day of every change of DNS: a phase of the playbook, or `back`, the way back that an alarm called
  false    per gate: days on which it alone or with others kept a step back that was due, although what it asks
           about was well: each stream that it names passed, or all did where it names none. PL001 reports, PL002
           month or quarter end, PL003 unseen senders, PL004 streams pass, PL005 DKIM, PL006 and PL009 undecided,
           PL008 names below, PL010 the step before is settled. (These days are the price of caution.)
  breaks   per break of a stream that was enforced: lost/printed messages as reporters count, and after how many
           report days the way back was called (-: never, for no day showed 3 failing messages)
  hit      messages of the company's own that failed and were filed or refused in all of the year, by stream,
           reported or not
"""


def explain():
    return EXPLANATION


def line_of(year):
    shape, judge = year.shape, year.judge
    steps = ", ".join(f"{phase} {day}" for phase, day in year.steps)
    false = ", ".join(f"{gate} {days}" for gate, days in sorted(judge.waited.items())) or "none"
    breaks = ", ".join(f"{stream.name} {one.lost}/{one.said} after {'-' if one.called is None else one.called}"
                       for stream in year.company.streams for one in stream.breaks if one.said is not None) or "none"
    hit = ", ".join(f"{stream.name} {count}" for stream, count in judge.hit.items()) or "none"
    return (f"seed {year.seed}: mail {shape.a_day}, {shape.pace}, {shape.playbook}, {shape.person}\n"
            f"  steps  {steps}\n  false  {false}\n  breaks {breaks}\n  hit    {hit}")
