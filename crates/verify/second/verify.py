"""A second implementation of the verifier, from the description of the format alone: Python, its own library.

    python3 verify.py SHEET.json

Says `whole` and the head, or what is broken, in the same few words as the tests expect.
"""

import hashlib
import json
import sys
import uuid


def part(value):
    return len(value).to_bytes(8, "big") + value


def commit(salt, one, other):
    return hashlib.sha256(salt + part(one.encode()) + part(other.encode())).digest()


def ident(text):
    return uuid.UUID(text).bytes if text else bytes(16)


def seal(before, organization, entry, body):
    fields = [
        organization,
        entry["seq"].to_bytes(8, "big", signed=True),
        entry["at"].to_bytes(8, "big", signed=True),
        ident(entry["command"]),
        ident(entry["actor"]),
        entry["kind"].encode(),
        body,
    ]
    return hashlib.sha256(before + b"".join(part(field) for field in fields)).digest()


def verify(sheet):
    if sheet["sheet"] != "rollbook access review 1" or sheet["entry"]["kind"] != "review_signed_off":
        return "no sheet"
    entry = sheet["entry"]
    signed = json.loads(entry["text"])["lines"]
    if len(signed) != len(sheet["lines"]):
        return "lines"
    for n, (line, sealed) in enumerate(zip(sheet["lines"], signed), 1):
        if any(line[field] != sealed[field] for field in ("member", "tier", "verdict", "reason")):
            return f"line {n}"
        if line["salt"] is None:
            if line["name"] or line["email"]:
                return f"line {n}"
        elif commit(bytes.fromhex(line["salt"]), line["name"], line["email"]).hex() != sealed["who"]:
            return f"line {n}"
    names = {line["member"]: line["name"] for line in sheet["lines"]}
    by = sheet["signed"]["by"]
    if (sheet["signed"]["at"], by["id"], by["name"]) != (entry["at"], entry["actor"], names.get(entry["actor"], "")):
        return "signature"
    organization = ident(sheet["organization"]["id"])
    body = commit(bytes.fromhex(entry["salt"]), entry["text"], entry["origin"])
    last, at = seal(bytes.fromhex(entry["before"]), organization, entry, body), entry["seq"]
    for link in sheet["path"]:
        at += 1
        if link["seq"] != at:
            return f"path {at}"
        last = seal(last, organization, link, bytes.fromhex(link["body"]))
    if sheet["head"]["seq"] != at or bytes.fromhex(sheet["head"]["seal"]) != last:
        return "head"
    return f"whole {at} {last.hex()}"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        print(verify(json.load(file)))
