"""An SMTP server for tests, on 127.0.0.1 alone.

Keeps each message as <n>.eml (the bytes as they came) and <n>.json (the same, taken apart by Python's
own e-mail package, with the envelope). Prints "ready <port>" and ends when its standard input closes,
so that it never outlives the test that started it.
"""

import argparse
import asyncio
import email
import email.policy
import itertools
import json
import logging
import os
import ssl
import sys
import warnings
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Keep:
    """Writes what arrives; the .json comes last and whole, so that a reader never sees half a message."""

    def __init__(self, maildir: Path) -> None:
        self.maildir = maildir
        self.messages = itertools.count(1)
        self.refused = maildir.with_name("refused")

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if self.refused.is_file() and address in self.refused.read_text(encoding="utf-8").split():
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        number = next(self.messages)
        raw = envelope.original_content
        (self.maildir / f"{number:04}.eml").write_bytes(raw)
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        text = parsed.get_body(("plain",))
        html = parsed.get_body(("html",))
        facts = {
            "raw": raw.decode("utf-8", "surrogateescape"),
            "mail_from": envelope.mail_from,
            "rcpt_tos": envelope.rcpt_tos,
            "session": session.number,
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "content_type": parsed.get_content_type(),
            "headers": [[name, str(value)] for name, value in parsed.items()],
            "to_name": parsed["to"].addresses[0].display_name,
            "from_name": parsed["from"].addresses[0].display_name,
            "text": text.get_content() if text else "",
            "html": html.get_content() if html else "",
        }
        part = self.maildir / f"{number:04}.part"
        part.write_text(json.dumps(facts), encoding="utf-8")
        os.replace(part, self.maildir / f"{number:04}.json")
        return "250 OK"


class Numbered(SMTP):
    """Counts the connections: a test sees which messages shared one."""

    sessions = itertools.count(1)

    def connection_made(self, transport) -> None:
        fresh = self.session is None
        super().connection_made(transport)
        if fresh:
            self.number = next(Numbered.sessions)
        self.session.number = self.number


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0, help="0: the system chooses")
    parser.add_argument("--maildir", type=Path, required=True)
    parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    parser.add_argument("--cert", help="PEM")
    parser.add_argument("--key", help="PEM")
    parser.add_argument("--auth", help="user:password; then nothing is taken without it")
    return parser.parse_args()


async def main() -> None:
    # Plain text with a password is what some tests ask for.
    warnings.simplefilter("ignore")
    logging.getLogger("mail").setLevel(logging.ERROR)
    args = arguments()
    context = None
    if args.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(args.cert, args.key)
    user, _, password = (args.auth or "").partition(":")

    def check(server, session, envelope, mechanism, data) -> AuthResult:
        known = LoginPassword(user.encode(), password.encode())
        return AuthResult(success=data == known, handled=False, auth_data=data)

    handler = Keep(args.maildir)
    loop = asyncio.get_running_loop()

    def protocol() -> SMTP:
        return Numbered(
            handler,
            hostname="localhost",
            loop=loop,
            tls_context=context if args.tls == "starttls" else None,
            require_starttls=args.tls == "starttls",
            auth_required=args.auth is not None,
            auth_require_tls=args.tls == "starttls",
            authenticator=check if args.auth is not None else None,
        )

    server = await loop.create_server(
        protocol, "127.0.0.1", args.port, ssl=context if args.tls == "implicit" else None
    )
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    os._exit(0)


asyncio.run(main())
