"""Judges a year by what is true, which dmarcramp is not told: nothing here comes from its evidence.

- A step hits a stream when mail of it fails and a receiver does more than before the step. A stream that at the
  step was failing, undecided or never yet seen, and was visible or declared by then, must not be hit by it.
  Visible: a report that counts and had arrived before names it, and where it was failing, shows that.
- A break that comes later may cost, as reporters count, what the plan of the last step had printed, and the way
  back is called within two report days: days on which arrived reports show what calls for it.
- The way back does less to the mail that it is for; nothing else does less to anybody; steps keep their days.
"""
from collections import Counter

from company import START
from people import is_frozen
from receivers import policy_for, strictest

FEW, REPORT_DAYS = 3, 2  # messages of a day that call for the way back; days until it is called
STEP_WEEKDAYS = range(4)


class Judge:
    def __init__(self, company, shape):
        self.company, self.shape, self.faults = company, shape, []
        self.seen, self.seen_failing = set(), set()  # streams that arrived reports named, and showed failing last
        self.suspects = {}  # stream: (step, what it was)
        self.hit, self.waited, self.phases = Counter(), Counter(), {}
        self.said = {}  # stream: the exposure of the last step that touched its mail

    def fault(self, day, text):
        where = f"{START.fromordinal(START.toordinal() + day)}"
        if text not in self.faults:
            self.faults.append(f"{where} (day {day}): {text}")

    def arrive(self, stream, day, messages):
        """A report that counts has come: so many messages of a day."""
        self.seen.add(stream)
        failed = stream.is_failing(day)
        (self.seen_failing.add if failed else self.seen_failing.discard)(stream)
        broken = stream.break_on(day)
        if broken is not None:
            broken.shown[day] += messages

    def suspicion(self, stream, day):
        if stream.disowned:
            return None  # a person said that it is not theirs
        if stream.is_failing(day) and stream in self.seen_failing:
            return "failing"
        if stream in self.seen and not stream.decided:
            return "undecided"
        return "never seen" if stream.declared and stream not in self.seen else None

    def step(self, phase, day, before, after, exposure):
        """A step is taken, and its plan has printed an exposure: who may not be hit by it."""
        date = START.fromordinal(START.toordinal() + day)
        if date.weekday() not in STEP_WEEKDAYS or (self.shape.freezes and is_frozen(date)):
            self.fault(day, f"{phase} on a day without steps")
        self.phases.setdefault(phase, day)
        for stream in self.company.streams:
            was, now = strictest(before, stream), strictest(after, stream)
            self.weakens(phase, day, stream, before, after)
            suspicion = self.suspicion(stream, day)
            if now > was:
                self.said[stream] = exposure
            if now > was and suspicion:
                self.suspects[stream] = (phase, suspicion)
            elif now > was:
                self.suspects.pop(stream, None)

    def weakens(self, phase, day, stream, before, after):
        for newer in (False, True):
            if policy_for(after, stream.sender, stream.exists, newer) < \
                    policy_for(before, stream.sender, stream.exists, newer):
                self.fault(day, f"{phase} does less than before for {stream.sender}")

    def back(self, day, alarms, before, after):
        """The way back was called and taken; alarms: streams."""
        for stream in alarms:
            if stream is None or not any(stream.is_failing(day - ago) for ago in range(8)):
                self.fault(day, f"an alarm about {stream and stream.name}, which passes")
            elif strictest(after, stream) >= strictest(before, stream):
                self.fault(day, f"the way back leaves {stream.sender} as it was")
        for stream in self.company.streams:
            if strictest(after, stream) > strictest(before, stream):
                self.fault(day, f"the way back does more to {stream.sender}")
            if strictest(after, stream) < strictest(before, stream):
                self.suspects.pop(stream, None)

    def mail(self, stream, day, messages, policy, reported):
        """A day's mail of a stream, as it truly fared; reported: what reporters saw of it."""
        if policy == 0 or messages == 0:
            return
        self.hit[stream] += messages
        broken = stream.break_on(day)
        if stream in self.suspects and broken is None:
            phase, suspicion = self.suspects.pop(stream)
            self.fault(day, f"{phase} hits {stream.name}, which was {suspicion} then")
        if broken is not None and (broken.back is None or day <= broken.back):
            broken.lost += reported
            broken.said = self.said.get(stream, 0) if broken.said is None else broken.said

    def call(self, day, alarms):
        for stream in alarms:
            for broken in stream.breaks if stream is not None else ():
                if broken.day < day and broken.called is None and day - broken.until <= 7:
                    broken.called, broken.back = len(self.telling(broken)), day

    @staticmethod
    def policy_on(before, after, stream):
        """On the day of a change both records may be followed: the stricter counts."""
        return max(strictest(before, stream), strictest(after, stream)) if stream is not None else 0

    def wait(self, gates, people, day, days):
        """Gates kept back a step that was due: for how long, though what they ask about was well?"""
        false = set()
        for gate in gates:
            stream = people.stream_of(gate["source"]) if gate["source"] else None
            about = [stream] if stream is not None else [] if gate["source"] else self.company.streams
            if not any(one.is_failing(day) for one in about) and not (gate["id"] == "PL005" and stream and
                                                                      stream.how_on(day) == "spf"):
                false.add(gate["id"])
        self.waited.update({gate: days for gate in false})

    @staticmethod
    def telling(broken):
        return [day for day, messages in broken.shown.items() if messages >= FEW]

    def finish(self, last_day, record):
        breaks = [(stream, one) for stream in self.company.streams for one in stream.breaks]
        for stream, one in breaks:
            if one.said is None:
                continue  # nothing of it was hit
            if one.called is None and self.telling(one) or (one.called or 0) > REPORT_DAYS:
                self.fault(one.day, f"{stream.name} breaks: the way back came after {one.called} of "
                                    f"{len(self.telling(one))} report days")
            if one.lost > one.said:
                self.fault(one.day, f"{stream.name} breaks: {one.lost} messages lost, {one.said} were said")
        if "reject" not in self.phases:
            self.fault(last_day, "reject was not reached")
        elif "p=reject" not in record and self.phases["reject"] < 250:
            self.fault(last_day, "after the way back reject was not reached again")
