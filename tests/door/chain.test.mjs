// S1: the certificate: ours, one an authority made for our key, or another's.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { spawn, execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, startDemo } from "../lib/demo.mjs";
import { enter } from "./door.mjs";

let demo, dir, port, chain;
const at = (name) => join(demo.dir, name);
const openssl = (...words) => execFileSync("openssl", words, { encoding: "utf8", stdio: "pipe" });
const fichep = (...words) => spawnSync(FICHEP, words, { encoding: "utf8", timeout: 60000 });

before(async () => {
  demo = await startDemo();
  port = demo.box.port;
  dir = join(demo.dir, "demo", "box");
  chain = join(dir, "tls", "chain.pem");
  await demo.stop({ keep: true });
  copyFileSync(chain, at("own.pem"));
});
after(() => rmSync(demo.dir, { recursive: true, force: true }));

/** Run the box while `act` does something, then stop it. */
async function whileServing(act) {
  const box = spawn(FICHEP, ["box", "--dir", dir, "--ready", "3"],
    { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const ended = once(box, "exit");
  try {
    await Promise.race([once(box.stdio[3], "data"),
      ended.then(() => { throw new Error("the box ended"); })]);
    await act();
  } finally {
    box.kill("SIGTERM");
    await ended;
  }
}

test("`tls show` tells the dates and the hash that clients pin", () => {
  const { status, stdout } = fichep("tls", "show", "--dir", dir);
  assert.equal(status, 0);
  assert.match(stdout, new RegExp(demo.box.spki_sha256));
  assert.match(stdout, /valable jusqu’au +\d{4}-\d{2}-\d{2}/);
});

test("what an authority made of `tls csr` is shown with its chain, for the same key", async () => {
  const csr = fichep("tls", "csr", "--dir", dir, "--host", "boitier.foyer.example");
  assert.equal(csr.status, 0);
  writeFileSync(at("csr.pem"), csr.stdout);
  assert.match(openssl("req", "-in", at("csr.pem"), "-noout", "-text", "-verify"),
    /DNS:boitier\.foyer\.example/);
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
    "-keyout", at("ca.key"), "-out", at("ca.pem"), "-subj", "/CN=Autorité d’essai", "-days", "30");
  openssl("x509", "-req", "-in", at("csr.pem"), "-CA", at("ca.pem"), "-CAkey", at("ca.key"),
    "-CAcreateserial", "-copy_extensions", "copyall", "-days", "20", "-out", at("leaf.pem"));
  writeFileSync(chain, readFileSync(at("leaf.pem"), "utf8") + readFileSync(at("ca.pem"), "utf8"));

  await whileServing(async () => {
    const socket = await enter(port, { ca: readFileSync(at("ca.pem")), rejectUnauthorized: true,
      servername: "boitier.foyer.example" });
    assert.equal(socket.authorized, true);
    socket.destroy();
    await assert.rejects(enter(port, { ca: readFileSync(at("ca.pem")), rejectUnauthorized: true,
      servername: "autre.example" }), /altnames/);
  });
});

test("`tls renew` makes another certificate of our own, for the same key", async () => {
  const { status, stderr } = fichep("tls", "renew", "--dir", dir);
  assert.equal(status, 0, stderr);
  const shown = fichep("tls", "show", "--dir", dir).stdout;
  assert.match(shown, new RegExp(demo.box.spki_sha256));
  assert.notEqual(readFileSync(chain, "utf8"), readFileSync(at("own.pem"), "utf8"));
  await whileServing(async () => {
    const socket = await enter(port, { ca: readFileSync(chain), rejectUnauthorized: true,
      servername: "localhost" });
    assert.equal(socket.authorized, true);
    socket.destroy();
  });
});

const refused = [
  ["a certificate of another key", /n’est pas celui de la clé/, () => {
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", at("other.key"), "-out", chain, "-subj", "/CN=localhost", "-days", "30");
  }],
  ["an RSA certificate", /ne se lit pas/, () => {
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("rsa.key"),
      "-out", chain, "-subj", "/CN=localhost", "-days", "30");
  }],
  ["a private key pasted after the certificate", /ne se lit pas/, () => {
    writeFileSync(chain, readFileSync(at("own.pem"), "utf8") + readFileSync(at("other.key"), "utf8"));
  }],
  ["an empty file", /ne se lit pas/, () => writeFileSync(chain, "")],
];

for (const [what, why, put] of refused)
  test(`${what} is refused at start, and said in French`, () => {
    put();
    const { status, stderr } = fichep("box", "--dir", dir);
    assert.notEqual(status, 0);
    assert.match(stderr, why);
  });
