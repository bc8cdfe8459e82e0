"""A real identity provider in a process of its own: OpenID Connect with PKCE, and its lies.

It holds two issuers, `/one` (RSA) and `/two` (elliptic curve), each with people of its own who sign
in by writing their name. It keeps what a provider keeps: codes work once, for one client and one
address, with the right verifier. What it does wrong is asked of it at its sign-in (`fault`).

    python -m tests.identity_provider       prints the port, and serves until it is told to stop
"""

import base64
import hashlib
import hmac
import html
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

CLIENT, SECRET = "cairn", "a secret: with % and +"
HOUR = 3_600


def coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int) -> str:
    return coded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


class Issuer:
    """One body's provider: a key, and the codes that it gave out."""

    def __init__(self, name: str, address: str) -> None:
        self.name, self.address = name, f"{address}/{name}"
        self.codes: dict[str, dict[str, str]] = {}
        self.algorithm = "RS256" if name == "one" else "ES256"
        self.takes = "basic" if name == "one" else "post"  # how a client gives its secret
        self.silent = self.unknown_client = False
        self.begin_key("first")

    def begin_key(self, kid: str) -> None:
        self.kid = kid
        if self.algorithm == "RS256":
            self.key: Any = rsa.generate_private_key(65_537, 2_048)
        else:
            self.key = ec.generate_private_key(ec.SECP256R1())

    def jwk(self) -> dict[str, str]:
        numbers = self.key.public_key().public_numbers()
        about = {"kid": self.kid, "use": "sig", "alg": self.algorithm}
        if self.algorithm == "RS256":
            return about | {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e)}
        x, y = (coded(value.to_bytes(32, "big")) for value in (numbers.x, numbers.y))
        return about | {"kty": "EC", "crv": "P-256", "x": x, "y": y}

    def sign(self, text: bytes) -> bytes:
        if self.algorithm == "RS256":
            return bytes(self.key.sign(text, padding.PKCS1v15(), hashes.SHA256()))
        first, second = decode_dss_signature(self.key.sign(text, ec.ECDSA(hashes.SHA256())))
        return first.to_bytes(32, "big") + second.to_bytes(32, "big")

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "id_token_signing_alg_values_supported": [self.algorithm],
            "token_endpoint_auth_methods_supported": [f"client_secret_{self.takes}"],
        }

    def token(self, given: dict[str, str]) -> str:
        """What is true of who signed in, or what the fault makes of it."""
        now, fault = int(time.time()), given["fault"]
        claims: dict[str, Any] = {
            "iss": self.address,
            "sub": f"{self.name}-{given['who']}",
            "aud": given["client_id"],
            "nonce": given["nonce"],
            "iat": now,
            "exp": now + 300,
            "email": f"{given['who']}@agency.example",
            "email_verified": False,
            "preferred_username": given["who"],
        }
        if "max_age" in given:
            claims["auth_time"] = now
        if given["amr"]:
            claims["amr"] = given["amr"].split()
        claims |= {
            "wrong_nonce": {"nonce": "another"},
            "no_nonce": {"nonce": None},
            "other_audience": {"aud": "another-program"},
            "other_party": {"aud": [CLIENT, "another"], "azp": "another"},
            "other_issuer": {"iss": self.address.replace("one", "two")},
            "expired": {"iat": now - 3 * HOUR, "exp": now - 2 * HOUR},
            "of_tomorrow": {"iat": now + 24 * HOUR, "exp": now + 25 * HOUR},
            "no_subject": {"sub": ""},
            "half_a_character": {"sub": "\ud800"},
            "half_a_nonce": {"nonce": "\ud800"},
            "signed_in_before": {"auth_time": now - 30},
            "does_not_say_when": {"auth_time": None},
        }.get(fault, {})
        header = {"typ": "JWT", "alg": self.algorithm, "kid": self.kid}
        if fault == "unsigned":
            header["alg"] = "none"
        if fault == "odd_algorithm":
            header["alg"] = []
        if fault == "names_no_key":
            del header["kid"]
        if fault == "shared_secret":
            header["alg"] = "HS256"
        signed = f"{coded(json.dumps(header).encode())}.{coded(json.dumps(claims).encode())}"
        signature = self.sign(signed.encode())
        if fault == "unsigned":
            signature = b""
        if fault == "shared_secret":  # the public key, which everybody has, taken for a secret
            signature = hmac.digest(json.dumps(self.jwk()).encode(), signed.encode(), "sha256")
        if fault == "another_s_key":
            signature = OTHER.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        if fault == "changed":
            claims["sub"] = f"{self.name}-carim"
            signed = f"{signed.split('.')[0]}.{coded(json.dumps(claims).encode())}"
        return f"{signed}.{coded(signature)}"


OTHER = rsa.generate_private_key(65_537, 2_048)
ISSUERS: dict[str, Issuer] = {}


class Handler(BaseHTTPRequestHandler):
    """The pages and addresses of both issuers."""

    def log_message(self, *_args: Any) -> None:
        pass

    def do_GET(self) -> None:
        issuer, page, given = self.asked()
        if self.path == "/favicon.ico":
            self.answer(200, "", "image/png")
        elif issuer is None or (issuer.silent and page != "behave"):
            self.answer(503, "later", "text/plain")
        elif page == ".well-known/openid-configuration":
            self.tell(issuer.described())
        elif page == "jwks":
            self.tell({"keys": [issuer.jwk()]})
        elif page == "behave":
            if given.get("key"):
                issuer.begin_key(given["key"])
            issuer.silent = given.get("silent") == "yes"
            issuer.unknown_client = given.get("unknown_client") == "yes"
            self.tell({})
        elif page == "authorize":
            hidden = "".join(
                f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
                for name, value in given.items()
            )
            form = (
                f'<form method="post" action="/{issuer.name}/authorize">{hidden}'
                '<label>Name <input name="who"></label><button>Sign in</button>'
                '<button name="fault" value="cancelled">Cancel</button></form>'
            )
            self.answer(200, f"<!doctype html><title>The ministry</title>{form}", "text/html")
        else:
            self.answer(404, "", "text/plain")

    def do_POST(self) -> None:
        issuer, page, _given = self.asked()
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        if issuer is None or issuer.silent:
            self.answer(503, "later", "text/plain")
        elif page == "authorize":
            self.authorize(issuer, given)
        elif page == "token":
            self.exchange(issuer, given)

    def authorize(self, issuer: Issuer, given: dict[str, str]) -> None:
        fault, back = given.get("fault", ""), given["redirect_uri"]
        wanted = ("code_challenge", "state", "nonce")
        right = (
            given.get("client_id") == CLIENT
            and given.get("response_type") == "code"
            and given.get("scope") == "openid"
            and given.get("code_challenge_method") == "S256"
            and all(given.get(name) for name in wanted)
            and urlsplit(back).path == f"/account/through/{issuer.name}/"
        )
        if not right:
            self.answer(400, "not as agreed", "text/plain")
            return
        more = {"iss": issuer.address, "state": given["state"]}
        if fault == "cancelled":
            more["error"] = "access_denied"
        elif fault == "refused":
            more["error"] = "temporarily_unavailable"
        elif fault == "mixed_up":
            more |= {"iss": "https://elsewhere.example", "code": "x"}
        else:
            code = secrets.token_urlsafe(16)
            issuer.codes[code] = given | {"fault": fault, "amr": given.get("amr", "")}
            more["code"] = code
        self.send_response(303)
        self.send_header("Location", f"{back}?{urlencode(more)}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def exchange(self, issuer: Issuer, given: dict[str, str]) -> None:
        scheme, _, pair = self.headers.get("Authorization", "").partition(" ")
        client, _, secret = base64.b64decode(pair).decode().partition(":")
        known = (scheme, unquote_plus(client), unquote_plus(secret)) == ("Basic", CLIENT, SECRET)
        if issuer.takes == "post":
            known = not scheme and (
                given.get("client_id"),
                given.get("client_secret"),
            ) == (CLIENT, SECRET)
        if not known or issuer.unknown_client:
            self.tell({"error": "invalid_client"}, 401)
            return
        held = issuer.codes.pop(given.get("code", ""), None)
        challenge = coded(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if (
            held is None
            or held["redirect_uri"] != given.get("redirect_uri")
            or held["code_challenge"] != challenge
        ):
            self.tell({"error": "invalid_grant"}, 400)
            return
        token = {"id_token": issuer.token(held)} if held["fault"] != "no_token" else {}
        self.tell({"access_token": secrets.token_urlsafe(8), "token_type": "Bearer"} | token)

    def asked(self) -> tuple[Issuer | None, str, dict[str, str]]:
        parts = urlsplit(self.path)
        name, _, page = parts.path[1:].partition("/")
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return ISSUERS.get(name), page, given

    def tell(self, value: Any, status: int = 200) -> None:
        self.answer(status, json.dumps(value), "application/json")

    def answer(self, status: int, text: str, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    ISSUERS.update({name: Issuer(name, address) for name in ("one", "two")})
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
