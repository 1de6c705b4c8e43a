"""What differs between the years: each seed is another company with other people."""
import collections
import random

FIELDS = "a_day pace playbook mail below person patience freezes breaks"
Shape = collections.namedtuple("Shape", FIELDS)

# a_day: messages of the office; a tiny company (below 4) has one service and one server.
# person: prompt, late, or wrong: says of a sender of its own that it is not, and corrects that a month later.
# For the last two a machine publishes what the gate lets through; prompt people read the ticket first.
# patience: days of waiting for one thing after which somebody accepts a gate that is unknown.
# breaks, beside the rotation and the break after reject: in quarantine, of a name below, lasting;
# and tool: in the week between the news of the next step and the step a department begins to send with one.
MACHINES = ("late", "wrong")
COMMITTED = {
    1: Shape(12, "small", "standard", "people", False, "prompt", 21, False, ()),
    2: Shape(4, "small", "standard", "people", False, "prompt", 75, False, ("lasting",)),
    3: Shape(60, "small", "standard", "people", True, "late", 75, False, ("below", "tool")),
    4: Shape(2500, "large", "standard", "people", True, "prompt", 21, True, ("below",)),
    5: Shape(400, "large", "standard", "mixed", True, "wrong", 21, False, ("quarantine",)),
    6: Shape(12, "small", "fast", "people", True, "prompt", 75, True, ("quarantine",)),
    7: Shape(60, "large", "fast", "transactional", True, "late", 21, False, ("below", "lasting", "tool")),
    8: Shape(1.5, "small", "standard", "people", False, "prompt", 21, False, ()),
    9: Shape(400, "small", "standard", "people", False, "wrong", 75, True, ("lasting",)),
    10: Shape(2500, "small", "standard", "mixed", True, "prompt", 75, False, ()),
}


def shape_of(seed):
    if seed in COMMITTED:
        return COMMITTED[seed]
    pick = random.Random(seed * 7919)
    return Shape(a_day=pick.choice([1.5, 4, 12, 25, 60, 400, 2500]), pace=pick.choice(["small", "large"]),
                 playbook=pick.choice(["standard", "standard", "fast"]),
                 mail=pick.choice(["people", "mixed", "transactional"]), below=pick.random() < 0.5,
                 person=pick.choice(["prompt", "late", "wrong"]), patience=pick.choice([14, 21, 75]),
                 freezes=pick.random() < 0.3,
                 breaks=tuple(one for one in ("quarantine", "below", "lasting", "tool") if pick.random() < 0.4))
