// A fiche filed at a real box reaches a real central, and what the central says
// comes back. FICHEP_JAIL=log writes down each system call that a jail does not
// allow: there must be none.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, ask, until } from "../lib/demo.mjs";
import { makePair, look } from "../lib/pair.mjs";
import { arrive, file } from "../lib/filing.mjs";

let pair;
before(async () => {
  process.env.FICHEP_JAIL = "log";
  pair = await makePair();
});
after(async () => { await pair?.end(); });

const sending = (reference) => look(pair.box,
  `SELECT json_object('received', received_ms, 'delivered', delivered_ms) FROM sending WHERE reference = '${reference}'`);
const atCentral = () => look(pair.central, "SELECT json_group_array(reference) FROM act");
const held = () => look(pair.box, "SELECT json_array(count(*)) FROM parcel WHERE state = 0")[0];
const spooled = () => readdirSync(join(pair.box.dir, "data", "spool")).length;
const screen = async () => (await ask(pair.box, "/")).body;
const filed = async (story) => {
  const nadia = await arrive(pair.box, pair.box.accounts[0]);
  const reference = await file(nadia, pair.box.accounts[0], { story });
  nadia.close();
  return reference;
};

const references = [];

test("S3: what is filed is at the central within seconds, and the box knows it", async () => {
  await pair.central.start();
  await pair.box.start();
  const reference = await filed("première");
  references.push(reference);
  await until("the receipt", () => sending(reference).received, 120000, 200);
  assert.deepEqual(atCentral(), [reference]);
  assert.equal(held(), 0);
  assert.equal(spooled(), 1); // for seven days
  assert.match(await screen(), /Le serveur central répond/);
});

test("S3: what is filed while the central is away arrives once it is back", async () => {
  await pair.central.stop();
  for (const story of ["deuxième", "troisième"]) references.push(await filed(story));
  await until("the silence is told", async () => /ne répond pas/.test(await screen()), 120000, 200);
  assert.equal(held(), 2);
  assert.equal(sending(references[2]).received, null);
  await pair.central.start();
  await until("both receipts", () => held() === 0, 120000, 200);
  assert.deepEqual(atCentral().sort(), [...references].sort());
});

test("S3: the line cut at any byte, either way, loses nothing and doubles nothing", async () => {
  for (const cut of [{ up: 0 }, { up: 700 }, { up: 9000 }, { down: 1 }, { down: 900 }, { down: 2000 }]) {
    const cuts = pair.line.seen.cuts;
    pair.line.cut = cut;
    references.push(await filed(JSON.stringify(cut)));
    await until(`a cut ${JSON.stringify(cut)}`, () => pair.line.seen.cuts > cuts, 120000, 50);
  }
  pair.line.cut = null;
  await until("all receipts", () => held() === 0, 120000, 200);
  assert.deepEqual(atCentral().sort(), [...references].sort());
});

test("S3: what is unsent is carried by a stick, and by the network as well, and is there once", async () => {
  await pair.central.stop();
  references.push(await filed("portée à la main"));
  const out = join(pair.dir, "cle.fpb");
  const said = execFileSync(FICHEP, ["unsent", "export", out, "--dir", pair.box.dir], { encoding: "utf8" });
  assert.match(said, /^1 envoi/);
  const bundle = readFileSync(out);
  assert.equal(bundle.subarray(0, 4).toString(), "FPB1");
  assert.equal(bundle.readUInt32BE(24), 1);
  assert.equal(bundle.subarray(64, 68).toString(), "FPE1");
  assert.equal(bundle.includes("portée"), false);
  assert.throws(() => execFileSync(FICHEP, ["unsent", "export", out, "--dir", pair.box.dir], { stdio: "pipe" }));
  const taken = execFileSync(FICHEP, ["unsent", "import", out, "--dir", pair.central.dir], { encoding: "utf8" });
  assert.match(taken, /^1 envoi/);
  assert.deepEqual(atCentral().sort(), [...references].sort());
  await pair.central.start();
  await until("the receipt", () => held() === 0, 120000, 200);
  assert.deepEqual(atCentral().sort(), [...references].sort());
});

test("S3: what can still be read is carried, and what cannot is said", async () => {
  await pair.central.stop();
  const spool = join(pair.box.dir, "data", "spool");
  const before = new Set(readdirSync(spool));
  references.push(await filed("lisible"));
  const readable = new Set(readdirSync(spool));
  references.push(await filed("abîmée"));
  const [name] = readdirSync(spool).filter((one) => !readable.has(one) && !before.has(one));
  const path = join(spool, name), whole = readFileSync(path), damaged = Buffer.from(whole);
  damaged[damaged.length - 1] ^= 1;
  writeFileSync(path, damaged);
  const out = join(pair.dir, "reste.fpb");
  assert.throws(() => execFileSync(FICHEP, ["unsent", "export", out, "--dir", pair.box.dir], { encoding: "utf8", stdio: "pipe" }),
    (error) => /^1 envoi/.test(error.stdout) && /1 envoi\(s\) ne peuvent plus être lus/.test(error.stderr));
  const taken = execFileSync(FICHEP, ["unsent", "import", out, "--dir", pair.central.dir], { encoding: "utf8" });
  assert.match(taken, /^1 envoi pris/);
  writeFileSync(path, whole); // the disk gives it back
  await pair.central.start();
  await until("the receipts", () => held() === 0 && atCentral().length === references.length, 400000, 200);
});

test("S3: a box killed and started again sends what it holds", async () => {
  await pair.central.stop();
  references.push(await filed("avant la coupure"));
  await pair.box.kill();
  await pair.box.start();
  await pair.central.start();
  await until("the receipt", () => held() === 0, 120000, 200);
  assert.deepEqual(atCentral().sort(), [...references].sort());
});

test("S3: both audit logs are shown, proved and marked", async () => {
  const known = look(pair.box, "SELECT json_object('seen', length(seen), 'ours', length(ours), 'broken', history_ms) FROM central");
  assert.ok(known.seen > 0 && known.ours > 0, JSON.stringify(known));
  assert.equal(known.broken, null);
  assert.deepEqual(look(pair.central, "SELECT json_group_array(kind) FROM alarm"), []);
});

test("no role asked for a system call that its jail does not allow", () => {
  for (const side of [pair.box, pair.central]) assert.doesNotMatch(side.log, /event=jail_refuses/, side.log);
});
