#!/usr/bin/env python3
"""JSON Schemas of the YAML files that people write, from the field tables that read them.

usage: rules/schema/write.py [--check]

Reads the tables in lib/ (DR_PLAIN, DR_KEPT, DR_LISTED_PLAIN) and writes rules/schema/*.schema.json;
with --check it only compares. Editors find a schema by the first line of a file:

    # yaml-language-server: $schema=…/rules/schema/config.schema.json
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = ["lib/rule/rule_load.c", "lib/rule/rule_examples.c", "lib/rule/rule.c", "lib/config/config_tables.c",
         "lib/config/config_priv.h", "lib/config/config.h", "lib/config/sources.h", "lib/playbook/text.c",
         "lib/playbook/playbook_priv.h", "lib/playbook/playbook.h", "lib/playbook/schema.c"]
TEXT = "\n".join(path.read_text() for name in FILES if (path := ROOT / name).exists())
TEXT += "\n".join(path.read_text() for path in sorted(ROOT.glob("lib/config/*.[ch]")))
TYPES = {"dr_str": {"type": "string"}, "bool": {"type": "boolean"}, "int64_t": {"type": "integer"},
         "dr_strs": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}}
# Members that are kept as they stand and read by a table of their own: a list of it, or a map.
NESTED = {
    ("dr_config_text", "domains"): ("map", "dr_domain_text"),
    ("dr_config_text", "rules"): ("one", "dr_rules_text"),
    ("dr_config_text", "waivers"): ("list", "dr_waiver_text"),
    ("dr_config_text", "freezes"): ("list", "dr_freeze_text"),
    ("dr_domain_text", "rules"): ("one", "dr_rules_text"),
    ("dr_domain_text", "approve"): ("list", "dr_approval_text"),
    ("dr_domain_text", "changes"): ("list", "dr_change_text"),
    ("dr_domain_text", "sources"): ("list", "dr_decision_text"),
    ("dr_domain_text", "accept"): ("list", "dr_acceptance_text"),
    ("rule_text", "examples"): ("list", "example_text"),
    ("dr_phase_text", "raise"): ("one", "dr_raise_text"),
}
DOCUMENTS = {"config": ("one", "dr_config_text", "dmarcramp.yaml"),
             "rules": ("list", "rule_text", "a file of rules"),
             "playbook": ("one", "dr_playbook_text", "a playbook")}


def member_types(struct):
    """The C types of a struct's members."""
    for body in re.findall(r"typedef struct \{([^{}]*)\} " + struct + ";", TEXT):
        plain = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
        return {name.strip(" *"): kind for kind, names in re.findall(r"(\w+) ([^;]+);", plain)
                for name in names.split(",")}
    return {}


def choices(name):
    found = re.search(r"const char \*const " + name + r"\[\] =\s*\{(.*?)\}", TEXT, re.S)
    return re.findall(r'"([^"]*)"', found.group(1)) if found else None


def nested(kind, struct):
    inner = describe(struct)
    if kind == "list":
        return {"type": "array", "items": inner}
    return {"type": "object", "additionalProperties": inner} if kind == "map" else inner


def describe(struct):
    """The schema of a table."""
    types, properties = member_types(struct), {}
    rows = re.findall(r"DR_(PLAIN|KEPT|LISTED_PLAIN)\(" + struct + r",\s*(\w+),(.*?)\),\n", TEXT, re.S)
    if not rows:
        raise SystemExit(f"there is no table of {struct}")
    for macro, member, rest in rows:
        texts = re.findall(r'"((?:[^"\\]|\\.)*)"', rest)
        one = dict(TYPES.get(types.get(member, ""), {})) if macro == "PLAIN" else {}
        if macro == "LISTED_PLAIN":
            one = nested("list", re.match(r"\s*(\w+)", rest).group(1))
        if (struct, member) in NESTED:
            one = nested(*NESTED[struct, member])
        named = re.search(r"DR_CHOICES\((\w+)\)", rest)
        words = choices(named.group(1)) if named else None
        if words and "anyOf" in one:
            one = {"anyOf": [{"enum": words}, {"type": "array", "items": {"enum": words}}]}
        elif words:
            one = {"enum": words}
        properties[member] = {"description": texts[0] if texts else "", **one}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def document(name):
    kind, struct, title = DOCUMENTS[name]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title,
            **nested(kind, struct)}


def main():
    stale = []
    for name in DOCUMENTS:
        path = ROOT / f"rules/schema/{name}.schema.json"
        text = json.dumps(document(name), indent=2, ensure_ascii=False) + "\n"
        if "--check" in sys.argv:
            stale += [] if path.exists() and path.read_text() == text else [path.name]
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    if stale:
        sys.exit(f"not as the tables say: {', '.join(stale)}; run rules/schema/write.py")


main()
