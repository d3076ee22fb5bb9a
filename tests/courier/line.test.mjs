// What a box tells of its central on the locked screen, while its courier goes out
// from its own jail. FICHEP_JAIL=log writes down each system call that the jail
// does not allow: there must be none, whatever happens outside.

import { after, test } from "node:test";
import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { writeFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { ask, freePort, spki, until, FICHEP } from "../lib/demo.mjs";

const ANSWERS = /on répond \(vérifié à \d/;
const SILENT = /Le serveur central ne répond pas \(constaté à \d/;
const UNKNOWN = /La liaison avec le serveur central est en cours de vérification/;

// The product's own clocks (courier/errand.h, proc/supervisor.h), in ms.
const CONNECT = 10000, WHOLE = 20000, PATIENCE = 1500;
// What a busy machine adds to one of them is less than this.
const SLOW = 4000;

// The centrals are served by this process: a command must not hold them up.
const run = promisify(execFile);

// A test that fails leaves its box and its server behind: they must not keep the
// others from being told.
const boxes = new Set();
after(() => { for (const box of boxes) box.kill("SIGKILL"); });

/** A key and a certificate that OpenSSL makes. */
async function aKey(dir, kind = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]) {
  const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
  await run("openssl", ["req", "-x509", "-newkey", ...kind, "-nodes", "-keyout", key,
    "-out", cert, "-days", "1", "-subj", "/CN=autre.invalid"]);
  const own = { key: readFileSync(key), cert: readFileSync(cert) };
  return { ...own, pin: spki(own.cert) };
}

function serving(server, host = "127.0.0.1", port = 0) {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => done(server.address().port));
    server.unref();
  });
}

/** What is asked of it is in `asked`. */
function aCentral(own, asked = []) {
  return createHttps({ ...own, maxVersion: "TLSv1.2" }, (request, answer) => {
    asked.push(request.url);
    answer.end("{}");
  });
}

/** A box with these settings; `screen()` is its locked screen. */
async function aBox(settings, before = []) {
  const dir = mkdtempSync(join(tmpdir(), "fichep-line-"));
  const box = join(dir, "box");
  const port = await freePort();
  await run(FICHEP, ["init", "box", "--dir", box]);
  writeFileSync(join(box, "fichep.conf"), Object.entries({ port, ...settings })
    .map(([name, value]) => `${name} = ${value}\n`).join(""));
  const side = { port, spki_sha256: spki(readFileSync(join(box, "tls/chain.pem"))) };
  const [command, ...words] = [...before, resolve(FICHEP), "box", "--dir", box];
  const born = Date.now();
  const child = spawn(command, words,
    { env: { PATH: process.env.PATH, FICHEP_JAIL: "log" }, stdio: ["ignore", "pipe", "pipe"] });
  boxes.add(child);
  child.once("exit", () => boxes.delete(child));
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { log += text; });
  const ended = new Promise((done) => child.once("exit", (code) => done(code)));
  const told = new Promise((done) => child.once("close", done));
  const screen = async () => (await ask(side, "/")).body;
  const wait = (what, look, most = 60000) => until(what, () => {
    if (child.exitCode !== null) throw new Error(`the box ended: ${child.exitCode}`);
    return look();
  }, most, 250).catch((error) => { throw new Error(`${error.message}\n${log}`); });
  const shows = (what, most) => wait(`the screen shows ${what}`, async () => {
    const page = await screen().catch(() => "");
    return what.test(page) && page;
  }, most);
  return {
    screen,
    shows,
    says: (what) => wait(`the log says ${what}`, () => what.test(log)),
    log: () => log,
    /** Its first look at the central has not ended: pages are served, and say so. */
    async doubts() {
      const page = await shows(/Ouvrir ma session/);
      if (Date.now() - born < CONNECT) assert.match(page, UNKNOWN);
      else assert.ok(UNKNOWN.test(page) || SILENT.test(page), "too slow a machine to tell more");
    },
    /** It leaves at once, whomever it is waiting for. */
    async stop() {
      const from = Date.now();
      child.kill("SIGTERM");
      const code = await ended, ms = Date.now() - from;
      await told;
      rmSync(dir, { recursive: true });
      assert.equal(code, 0, log);
      assert.doesNotMatch(log, /jail_refuses|role_died|message_refused|sanitizer/i);
      assert.ok(ms < PATIENCE + SLOW, `${ms} ms to stop`);
    },
  };
}

/** A folder that goes with the test. */
function house(t) {
  const dir = mkdtempSync(join(tmpdir(), "fichep-central-"));
  t.after(() => rmSync(dir, { recursive: true }));
  return dir;
}

const url = (host, port) => `https://${host}:${port}`;

// The waits are of the product's own clocks: they pass side by side.
const side = { concurrency: true };
test("the line to the central", side, async (all) => {
  const tests = [];
  const one = (name, run) => tests.push(all.test(name, run));

  for (const host of ["localhost", "127.0.0.1", "[::1]"])
    one(`a central named ${host} is found from inside the jail`, async (t) => {
      const six = host.startsWith("[");
      if (six && !networkInterfaces().lo?.some((at) => at.family === "IPv6"))
        return t.skip("this machine has no IPv6");
      if (host === "localhost" && !/^127\.0\.0\.1\s.*\blocalhost\b/m.test(readFileSync("/etc/hosts", "utf8")))
        return t.skip("this machine's /etc/hosts knows no localhost");
      const own = await aKey(house(t)), asked = [];
      const central = aCentral(own, asked);
      const port = await serving(central, six ? "::1" : "127.0.0.1");
      const box = await aBox({ central_url: `${url(host, port)}/`, central_pin: own.pin });
      await box.shows(ANSWERS);
      assert.deepEqual([...new Set(asked)], ["/etat"]);
      // curl's 28: a first look that did not end in time, and was made again.
      assert.doesNotMatch(box.log(), /errand_(?!failed why=LATER curl=28\b)/);
      central.close();
      await box.stop();
    });

  one("another key is not the central, and the log says so aloud", async (t) => {
    const central = aCentral(await aKey(house(t)));
    const port = await serving(central);
    const box = await aBox({ central_url: url("127.0.0.1", port),
      central_pin: (await aKey(house(t))).pin });
    await box.shows(SILENT);
    await box.says(/level=warn .*event=errand_failed why=FORGED/i);
    central.close();
    await box.stop();
  });

  one("a certificate of RSA is refused even by its own pin", async (t) => {
    const own = await aKey(house(t), ["rsa:2048"]);
    const central = aCentral(own);
    const port = await serving(central);
    const box = await aBox({ central_url: url("127.0.0.1", port), central_pin: own.pin });
    await box.shows(SILENT);
    central.close();
    await box.stop();
  });

  one("a central that is away is silent, and is seen when it comes back", async (t) => {
    const own = await aKey(house(t)), port = await freePort();
    const box = await aBox({ central_url: url("127.0.0.1", port), central_pin: own.pin });
    assert.match(await box.shows(SILENT), /Ce que vous enregistrez ici reste sur le boîtier/);
    const central = aCentral(own);
    await serving(central, "127.0.0.1", port);
    await box.shows(ANSWERS); // it looks again after 10 s, then 20
    central.close();
    await box.stop();
  });

  one("a central that is stuck is silent after ten seconds, and keeps nobody from stopping", async (t) => {
    const own = await aKey(house(t)), held = [];
    const stuck = createTcp((socket) => held.push(socket.on("error", () => {})));
    const port = await serving(stuck);
    const settings = { central_url: url("127.0.0.1", port), central_pin: own.pin };
    const left = await aBox(settings);
    await until("the first box has knocked", () => held.length > 0, 60000);
    await left.stop();
    const before = held.length;
    const box = await aBox(settings);
    await until("the second box has knocked", () => held.length > before, 60000);
    await box.doubts();
    await box.shows(SILENT, (CONNECT + WHOLE) / 2 + SLOW); // it does not wait for the whole
    await box.stop();
    for (const socket of held) socket.destroy();
    stuck.close();
  });

  one("servers of names that do not answer keep neither the pages nor the stop waiting",
    async (t) => {
      if (process.getuid() !== 0) return t.skip("only root may mount another resolv.conf");
      const file = join(house(t), "resolv.conf");
      const there = ["unshare", "-m", "sh", "-c",
        'mount --bind "$0" /etc/resolv.conf && exec "$@"', file];
      const at = `127.${1 + process.pid % 250}.9.9`, names = createSocket("udp4");
      let asked = 0;
      names.on("message", () => { asked++; });
      const heard = await new Promise((done) => {
        names.once("error", () => done(false)).bind(53, at, () => done(true));
      });
      t.after(() => names.close());
      if (!heard) return t.skip(`another serves names at ${at}`);
      writeFileSync(file, `nameserver ${at}\noptions timeout:60\n`);
      if (spawnSync(there[0], [...there.slice(1), "true"]).status !== 0)
        return t.skip("this machine lets nobody mount another resolv.conf");
      const box = await aBox({ central_url: "https://centrale.example",
        central_pin: "00".repeat(32) }, there);
      await until("the server of names was asked", () => asked > 0, 60000);
      await box.doubts();
      await box.stop();
    });

  one("a name that nobody knows is a central that is silent", async () => {
    const box = await aBox({ central_url: "https://centrale.invalid",
      central_pin: "00".repeat(32) });
    await box.shows(SILENT); // servers of names may keep us waiting
    await box.stop();
  });

  one("a proxy of the settings is used, and what is no proxy is named in the log", async (t) => {
    const own = await aKey(house(t));
    const asked = [];
    const proxy = createTcp((socket) => socket.on("error", () => {}).once("data", (head) => {
      asked.push(String(head).split("\r\n")[0]);
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    }));
    const port = await serving(proxy);
    const box = await aBox({ central_url: "https://centrale.invalid", central_pin: own.pin,
      proxy: `http://127.0.0.1:${port}` });
    await box.shows(SILENT);
    assert.deepEqual([...new Set(asked)], ["CONNECT centrale.invalid:443 HTTP/1.1"]);
    proxy.close();
    await box.stop();
    const wrong = await aBox({ central_url: "https://centrale.invalid", central_pin: own.pin,
      proxy: "socks5://127.0.0.1:1080" });
    await wrong.shows(SILENT);
    await wrong.says(/event=errand_not_possible/);
    await wrong.stop();
  });

  await Promise.all(tests);
});
