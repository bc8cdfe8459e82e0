"""Verify an exported chain and checkpoints of it, with Python's standard library alone.

    python3 verify_chain.py chain.jsonl [checkpoint.txt ...]

The chain comes from `cairn verify --export`; a checkpoint is the file that was handed to you.
"""

import hashlib
import json
import sys
from pathlib import Path

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519, RFC 8032
D = -121665 * pow(121666, -1, P) % P

def add(p, q):
    (a, b), (c, d) = p, q
    m = D * a * b * c * d
    return (a * d + b * c) * pow(1 + m, -1, P) % P, (b * d + a * c) * pow(1 - m, -1, P) % P

def times(n, p):
    found = (0, 1)
    for bit in bin(n)[2:]:
        found = add(found, found)
        found = add(found, p) if bit == "1" else found
    return found

def point(raw):
    y, odd = (whole := int.from_bytes(raw, "little")) & (2**255 - 1), whole >> 255
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    return ((P - x if x & 1 != odd else x), y) if (x * x - square) % P == 0 else None

def signed(message, signature, key):
    r, a, s = point(signature[:32]), point(key), int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    return bool(r and a) and s < L and times(s, base) == add(r, times(k, a))

sha = lambda text: hashlib.sha256(text.encode()).hexdigest()  # noqa: E731
wrong, values, chain, erased = [], set(), "0" * 64, 0
for at, line in enumerate(Path(sys.argv[1]).open(encoding="utf-8")):  # noqa: SIM115
    if at:  # the first line is the head
        seal = json.loads(line)
        values.add(chain := sha(chain + seal["commitment"]))
        if (seal["number"], seal["chain"]) != (at, chain):
            wrong.append(f"seal {at}: the chain does not pass through it")
        erased += "erased" in seal
        if "payload" in seal and sha(seal["salt"] + seal["payload"]) != seal["commitment"]:
            wrong.append(f"seal {at}: the event is not the one that was sealed")
for name in sys.argv[2:]:
    message, _, signature = Path(name).read_bytes().partition(b"signature ")
    said = dict(one.split(" ", 1) for one in message.decode().split("\n")[1:4])
    if not signed(message, bytes.fromhex(signature.decode()), bytes.fromhex(said["key"])):
        wrong.append(f"{name}: the signature does not fit")
    if said["chain"] not in values:
        wrong.append(f"{name}: the chain does not pass through this checkpoint")
sys.stdout.write("\n".join(wrong or [f"all fits: {len(values)} seals, {erased} erased"]) + "\n")
sys.exit(1 if wrong else 0)
