#!/usr/bin/python3
"""
A relay for tests: aiosmtpd, which speaks SMTP as servers do, and behaves as a
file says. The file is JSON, address -> list of behaviours; the n-th try for an
address gets the n-th, and the last one again from then on; "*" is for all the
others. It is read again for every letter.

  ok          takes it                     mail-550   refuses our address
  rcpt-450    not now (greylisting)        rcpt-550   no such mailbox
  data-451    not now, after DATA          data-554   never, after DATA
  dot-451     not now, after the letter    dot-552    never, after the letter
  drop-rcpt   hangs up instead of RCPT     drop-data  hangs up at DATA
  drop-mid    hangs up amid the letter     slow       takes it, after 1.5 s
  drop-kept   takes it and hangs up without a word
  drop-lost   forgets it and hangs up without a word

Each letter it takes is a line of JSON of OUT: to, from, tls, user, message
(base 64). Each command it hears is a line of OUT.said. It prints its port.
"""
import argparse, asyncio, base64, json, logging, ssl, sys, time

from aiosmtpd.smtp import SMTP, AuthResult

p = argparse.ArgumentParser()
p.add_argument("out")
p.add_argument("--how", help="the file of behaviours")
p.add_argument("--port", type=int, default=0)
p.add_argument("--cert")
p.add_argument("--tls", choices=["no", "starttls", "inner"], default="starttls")
p.add_argument("--user")
p.add_argument("--password")
args = p.parse_args()

tries = {}


def behaviour(address):
    try:
        how = json.load(open(args.how)) if args.how else {}
    except (OSError, ValueError):
        how = {}
    list_ = how.get(address, how.get("*", ["ok"]))
    n = tries.get(address, 0)
    tries[address] = n + 1
    return list_[min(n, len(list_) - 1)]


class Relay(SMTP):
    how = "ok"

    def _hear(self, line):
        with open(args.out + ".said", "a") as f:
            f.write(json.dumps({"line": line, "tls": self._tls}) + "\n")

    @property
    def _tls(self):
        return args.tls == "inner" or self.session is not None and self.session.ssl is not None

    def _hang_up(self):
        self.transport.abort()
        return None

    async def smtp_EHLO(self, host):
        self._hear("EHLO %s" % host)
        await super().smtp_EHLO(host)

    async def smtp_STARTTLS(self, arg):
        self._hear("STARTTLS")
        await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        self._hear("AUTH")
        await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        self._hear("MAIL %s" % arg)
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        self._hear("RCPT %s" % arg)
        await super().smtp_RCPT(arg)

    async def smtp_QUIT(self, arg):
        self._hear("QUIT")
        await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg):
        self._hear("DATA")
        if self.how == "data-451":
            return await self.push("451 4.3.0 Later")
        if self.how == "data-554":
            return await self.push("554 5.6.0 Not here")
        if self.how == "drop-data":
            return self._hang_up()
        if self.how == "drop-mid":
            await self.push("354 Go on")
            await self._reader.readline()
            return self._hang_up()
        await super().smtp_DATA(arg)


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        server.how = behaviour(address)
        if server.how == "rcpt-450":
            return "450 4.2.0 Greylisted"
        if server.how == "rcpt-550":
            return "550 5.1.1 No such mailbox"
        if server.how == "drop-rcpt":
            server._hang_up()
            return "421 Gone"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        how = server.how
        if how == "dot-451":
            return "451 4.3.0 Not now"
        if how == "dot-552":
            return "552 5.3.4 Too long"
        if how == "drop-lost":
            server._hang_up()
            return "451 Gone"
        if how == "slow":
            await asyncio.sleep(1.5)
        with open(args.out, "a") as f:
            f.write(json.dumps({
                "to": envelope.rcpt_tos, "from": envelope.mail_from,
                "tls": server._tls,
                "user": session.auth_data.login.decode() if session.authenticated else None,
                "at": time.time(),
                "message": base64.b64encode(envelope.original_content).decode()}) + "\n")
        if how == "drop-kept":
            server._hang_up()
        return "250 2.0.0 Kept"


def authenticate(server, session, envelope, mechanism, data):
    good = (data.login.decode() == args.user and
            data.password.decode() == args.password)
    return AuthResult(success=good, handled=False, auth_data=data)


async def main():
    context = None
    if args.tls != "no":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(args.cert)

    def make():
        return Relay(Handler(), hostname="relais.example", enable_SMTPUTF8=False,
                     tls_context=context if args.tls == "starttls" else None,
                     require_starttls=args.tls == "starttls",
                     authenticator=authenticate if args.user else None,
                     auth_required=args.user is not None,
                     auth_require_tls=args.tls == "starttls")

    server = await asyncio.get_running_loop().create_server(
        make, "127.0.0.1", args.port, reuse_address=True, backlog=200,
        ssl=context if args.tls == "inner" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

logging.getLogger("mail.log").setLevel(logging.CRITICAL)
try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit(0)
