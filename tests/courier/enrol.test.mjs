// A box that nobody knows becomes one of a central's, by the network and by a
// stick, as the two people at the central and the one at the box live it.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, codeOf, freePort, spki, startDemo, until } from "../lib/demo.mjs";
import { look } from "../lib/pair.mjs";
import { Visitor, words } from "../lib/visitor.mjs";

const DIGITS = /\d{5}(?: \d{5}){5}/;
const CODE = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}/;

let demo;
const children = new Set();
before(async () => { demo = await startDemo(); });
after(async () => {
  for (const child of children) child.kill("SIGTERM");
  await demo?.stop();
});

const fichep = (...args) => spawnSync(FICHEP, args, { encoding: "utf8", input: "oui\n" });

/** Someone who manages boxes, at the central. */
async function admin(which) {
  const account = demo.central.accounts.filter((a) => a.role === "admin")[which];
  const visitor = new Visitor(demo.central);
  await visitor.go("/session");
  await visitor.submit(visitor.form("/session"), { login: account.login, passphrase: account.passphrase });
  if (!visitor.cookies.has("__Host-s"))
    await visitor.submit(visitor.form("/session/code"), { code: await codeOf(account) });
  assert.ok(visitor.cookies.has("__Host-s"), words(visitor.page));
  return visitor;
}

async function invite(visitor, code) {
  await visitor.go("/boitiers/inscrire");
  await visitor.submit(visitor.form("/boitiers/inscrire"),
    { code, name: "Foyer Les Saules", kind: "foyer", commune: "99001", phone: "" });
  return CODE.exec(words(visitor.page))[0];
}

async function aBox(name) {
  const dir = join(demo.dir, name), port = await freePort();
  assert.equal(fichep("init", "box", "--dir", dir).status, 0);
  writeFileSync(join(dir, "fichep.conf"), `port = ${port}\nsite = Boîtier\n`);
  return { dir, port, spki_sha256: spki(readFileSync(join(dir, "tls/chain.pem"))) };
}

async function start(box) {
  const child = spawn(FICHEP, ["box", "--dir", box.dir, "--ready", "3"], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
  let ready = false;
  children.add(child);
  child.stdio[3].on("data", () => { ready = true; });
  await until("the box is ready", () => ready);
}

const heard = (box) => look(box, "SELECT json_array(anchor_ms) FROM central")[0] > 0;

async function confirm(digits) {
  const second = await admin(1);
  await second.go("/boitiers");
  const href = /href="(\/boitiers\/un\?[^"]+)"[^>]*>(?:(?!<\/a>).)*Saules/s.exec(second.page)?.[1]
    ?? [...second.page.matchAll(/href="(\/boitiers\/un\?[^"]+)"/g)].at(-1)[1];
  const links = [...new Set([...second.page.matchAll(/href="(\/boitiers\/un\?[^"]+)"/g)].map((m) => m[1]), href)];
  for (const link of links) {
    await second.go(link.replaceAll("&amp;", "&"));
    if (words(second.page).includes(digits) && second.page.includes("/boitiers/confirmer")) break;
  }
  assert.ok(words(second.page).includes(digits), "the same 30 digits are shown at the central");
  await second.submit(second.form("/boitiers/confirmer"), { same: "oui" });
  second.close();
}

test("S3: by the network: a code, the same digits on both sides, a second person", async () => {
  const first = await admin(0);
  const code = await invite(first, "SAU");
  const box = await aBox("saules");

  const wrong = fichep("enrol", "--dir", box.dir, "--central", demo.central.url, "--code", code.replace(/.$/, (c) => (c === "7" ? "8" : "7")));
  assert.equal(wrong.status, 70);
  assert.match(wrong.stderr, /mal recopié/);
  const other = fichep("enrol", "--dir", box.dir, "--central", demo.central.url, "--code", "000G-40R4-0M30-E209-185G-R38E-1WY5");
  assert.equal(other.status, 70);
  assert.match(other.stderr, /refuse ce code/);

  const said = fichep("enrol", "--dir", box.dir, "--central", demo.central.url, "--code", code);
  assert.equal(said.status, 0, said.stderr);
  const digits = DIGITS.exec(said.stdout)[0];
  assert.match(readFileSync(join(box.dir, "fichep.conf"), "utf8"), /^central_pin = [0-9a-f]{64}$/m);

  await start(box);
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(heard(box), false, "nothing is said to a box that nobody confirmed");
  await confirm(digits);
  await until("the central answers the box", () => heard(box), 120000, 200); // who hears nothing asks ever more rarely
  first.close();
});

test("S3: by a stick: the same bytes in files, and a file for another box is refused", async () => {
  const first = await admin(0);
  await invite(first, "SAV");
  const box = await aBox("saules2"), stranger = await aBox("autre");
  const ask = join(demo.dir, "ask"), grant = join(demo.dir, "grant");

  assert.equal(fichep("enrol", "ask", "--dir", box.dir, "--out", ask).status, 0);
  assert.equal(fichep("enrol", "ask", "--dir", stranger.dir, "--out", join(demo.dir, "ask2")).status, 0);
  const given = fichep("enrol", "grant", "--dir", demo.central.dir, "--site", "SAV", "--in", ask, "--out", grant);
  assert.equal(given.status, 0, given.stderr);
  assert.equal(fichep("enrol", "accept", "--dir", stranger.dir, "--in", grant).status, 70);

  const no = spawnSync(FICHEP, ["enrol", "accept", "--dir", box.dir, "--in", grant], { encoding: "utf8", input: "non\n" });
  assert.equal(no.status, 70);
  const said = fichep("enrol", "accept", "--dir", box.dir, "--in", grant);
  assert.equal(said.status, 0, said.stderr);
  const digits = DIGITS.exec(said.stdout)[0];
  assert.ok(given.stdout.includes(digits), given.stdout);
  await confirm(digits);
  await start(box);
  await until("the central answers the box", () => heard(box), 120000, 200); // who hears nothing asks ever more rarely
  first.close();
});
