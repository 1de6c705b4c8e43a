"""Generates names around the rules of a public suffix list and compares two programs about them."""
import os
import random
import subprocess
import sys

WORDS = ["example", "mail", "a", "b", "www", "xn--bcher-kva", "1", "x-y", "_dmarc", "news"]
UNLISTED = ["unlisted", "internal", "lan", "xn--nxasmm1c"]


def read_rules(path):
    """The rules of both sections, without comments."""
    rules = []
    for line in open(path, encoding="utf-8"):
        rule = line.split("//")[0].strip()
        if rule:
            rules.append(rule)
    return rules


def suffix_of(rule, chance):
    """A name that the rule is about: exceptions without their mark, stars filled in."""
    rule = rule.lstrip("!")
    filled = [chance.choice(WORDS[:7]) if label == "*" else label for label in rule.split(".")]
    return ".".join(filled)


def generate(count, rules, chance):
    """Mostly names at and a little below and above rules; some below suffixes that nobody lists."""
    special = [rule for rule in rules if rule[0] in "!*" or not rule.isascii()]
    names = []
    while len(names) < count:
        kind = chance.randrange(10)
        pool = special if kind < 4 else rules
        end = chance.choice(UNLISTED) if kind == 9 else suffix_of(chance.choice(pool), chance)
        if kind == 8 and "." in end:
            end = end.split(".", 1)[1]
        front = [chance.choice(WORDS) for _ in range(chance.randrange(5))]
        name = ".".join(front + [end])
        names.append(name.upper() if chance.randrange(20) == 0 and name.isascii() else name)
    return names


def to_ascii(name):
    """psl prints the part of what it was given; A-labels are what can be compared."""
    labels = []
    for label in name.lower().split("."):
        labels.append(label if label.isascii() else "xn--" + label.encode("punycode").decode())
    return ".".join(labels)


def ask_psl(names, arguments):
    text = "\n".join(to_ascii(name) for name in names) + "\n"
    command = ["psl", *arguments, "--print-reg-domain"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return [line.split(": ", 1)[1] for line in done.stdout.splitlines()]


def ask_us(names, arguments):
    text = "\n".join(names) + "\n"
    command = [os.environ["PROGRAM"], *arguments]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def compare(names, title, ours_arguments, psl_arguments):
    """The number of differences; each is shown."""
    ours, theirs = ask_us(names, ours_arguments), ask_psl(names, psl_arguments)
    assert len(ours) == len(theirs) == len(names), (len(ours), len(theirs), len(names))
    wrong = 0
    for name, our, their in zip(names, ours, theirs):
        # A public suffix is its own organizational domain for us, none for psl.
        want = to_ascii(name) + " public" if their == "(null)" else their
        if our != want:
            wrong += 1
            print(f"{title}: {name}: {our}, psl says {their}")
    return wrong


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    path = os.environ["LIST"]
    names = generate(count, read_rules(path), random.Random(seed))
    wrong = compare(names, "built in", [], ["--use-builtin-data"])
    wrong += compare(names, "from a file", [path], ["--load-psl-file", path])
    print(f"{count} names with each of two lists (seed {seed}): {wrong} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
