// What a box tells of its central on the locked screen, while its courier goes out
// from its own jail. FICHEP_JAIL=log writes down each system call that the jail
// does not allow: there must be none, whatever happens outside.

import { after, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttps } from "node:https";
import { createServer as createTcp } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ask, freePort, spki, until, FICHEP } from "../lib/demo.mjs";

const ANSWERS = /La centrale répond \(vérifié à \d/;
const SILENT = /La centrale ne répond pas depuis \d/;
const LOOK_AGAIN = 14000; // ms: 10 s, a fifth more, and what a busy machine takes

// A test that fails leaves its box and its server behind: they must not keep the
// others from being told.
const boxes = new Set();
after(() => { for (const box of boxes) box.kill("SIGKILL"); });

/** A key and a certificate that OpenSSL makes. */
function aKey(dir, kind = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]) {
  const [key, cert] = [join(dir, "key.pem"), join(dir, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", ...kind, "-nodes", "-keyout", key,
    "-out", cert, "-days", "1", "-subj", "/CN=autre.invalid"], { stdio: "ignore" });
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
  execFileSync(FICHEP, ["init", "box", "--dir", box]);
  writeFileSync(join(box, "fichep.conf"), Object.entries({ port, ...settings })
    .map(([name, value]) => `${name} = ${value}\n`).join(""));
  const side = { port, spki_sha256: spki(readFileSync(join(box, "tls/chain.pem"))) };
  const [command, ...words] = [...before, resolve(FICHEP), "box", "--dir", box];
  const child = spawn(command, words,
    { env: { PATH: process.env.PATH, FICHEP_JAIL: "log" }, stdio: ["ignore", "pipe", "pipe"] });
  boxes.add(child);
  child.once("exit", () => boxes.delete(child));
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => { log += text; });
  const ended = new Promise((done) => child.once("exit", (code) => done(code)));
  const screen = async () => (await ask(side, "/")).body;
  return {
    screen,
    shows: (what, most) => until(`the screen shows ${what}`, async () =>
      what.test(await screen().catch(() => "")), most, 100),
    log: () => log,
    async stop() {
      const from = Date.now();
      child.kill("SIGTERM");
      const code = await ended;
      rmSync(dir, { recursive: true });
      assert.equal(code, 0);
      assert.doesNotMatch(log, /jail_refuses|role_died|message_refused|sanitizer/i);
      return Date.now() - from;
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
      const own = aKey(house(t)), asked = [];
      const central = aCentral(own, asked);
      const port = await serving(central, six ? "::1" : "127.0.0.1");
      const box = await aBox({ central_url: `${url(host, port)}/`, central_pin: own.pin });
      await box.shows(ANSWERS);
      assert.deepEqual(asked, ["/etat"]);
      assert.doesNotMatch(box.log(), /errand_/);
      central.close();
      await box.stop();
    });

  one("another key is not the central, and the log says so aloud", async (t) => {
    const central = aCentral(aKey(house(t)));
    const port = await serving(central);
    const box = await aBox({ central_url: url("localhost", port),
      central_pin: aKey(house(t)).pin });
    await box.shows(SILENT);
    assert.match(box.log(), /level=warn .*event=errand_failed why=FORGED/i);
    central.close();
    await box.stop();
  });

  one("a certificate of RSA is refused even by its own pin", async (t) => {
    const own = aKey(house(t), ["rsa:2048"]);
    const central = aCentral(own);
    const port = await serving(central);
    const box = await aBox({ central_url: url("localhost", port), central_pin: own.pin });
    await box.shows(SILENT);
    central.close();
    await box.stop();
  });

  one("a central that is away is silent, and is seen when it comes back", async (t) => {
    const own = aKey(house(t)), port = await freePort();
    const box = await aBox({ central_url: url("localhost", port), central_pin: own.pin });
    await box.shows(SILENT);
    assert.match(await box.screen(), /Ce que vous enregistrez ici reste sur le boîtier/);
    const central = aCentral(own);
    await serving(central, "127.0.0.1", port);
    await box.shows(ANSWERS, LOOK_AGAIN);
    central.close();
    await box.stop();
  });

  one("a central that is stuck is silent after ten seconds", async (t) => {
    const own = aKey(house(t)), held = [];
    const stuck = createTcp((socket) => held.push(socket.on("error", () => {})));
    const port = await serving(stuck);
    const settings = { central_url: url("localhost", port), central_pin: own.pin };
    const left = await aBox(settings);
    await until("the first box has knocked", () => held.length === 1);
    assert.ok(await left.stop() < 2000, "stopping waits for the central");
    const box = await aBox(settings);
    await until("the second box has knocked", () => held.length === 2);
    assert.match(await box.screen(), /en cours de vérification/);
    await box.shows(SILENT, 15000);
    await box.stop();
    for (const socket of held) socket.destroy();
    stuck.close();
  });

  one("servers of names that do not answer keep neither the pages nor the stop waiting",
    async (t) => {
      if (process.getuid() !== 0) return t.skip("only root may mount another resolv.conf");
      const file = join(house(t), "resolv.conf");
      writeFileSync(file, "nameserver 127.9.9.9\n");
      const box = await aBox({ central_url: "https://centrale.example",
        central_pin: "00".repeat(32) }, ["unshare", "-m", "sh", "-c",
        'mount --bind "$0" /etc/resolv.conf && exec "$@"', file]);
      await box.shows(/en cours de vérification/);
      assert.ok(await box.stop() < 2000);
    });

  one("a name that nobody knows is a central that is silent", async () => {
    const box = await aBox({ central_url: "https://centrale.invalid",
      central_pin: "00".repeat(32) });
    await box.shows(SILENT, 40000); // as long as servers of names may keep us waiting
    await box.stop();
  });

  one("a proxy of the settings is used, and what is no proxy is named in the log", async (t) => {
    const own = aKey(house(t));
    const asked = [];
    const proxy = createTcp((socket) => socket.on("error", () => {}).once("data", (head) => {
      asked.push(String(head).split("\r\n")[0]);
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    }));
    const port = await serving(proxy);
    const box = await aBox({ central_url: "https://centrale.invalid", central_pin: own.pin,
      proxy: `http://localhost:${port}` });
    await box.shows(SILENT);
    assert.deepEqual(asked, ["CONNECT centrale.invalid:443 HTTP/1.1"]);
    proxy.close();
    await box.stop();
    const wrong = await aBox({ central_url: "https://centrale.invalid", central_pin: own.pin,
      proxy: "socks5://localhost:1080" });
    await wrong.shows(SILENT);
    assert.match(wrong.log(), /event=errand_not_possible/);
    await wrong.stop();
  });

  await Promise.all(tests);
});
