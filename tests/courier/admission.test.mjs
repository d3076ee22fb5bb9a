// A box becomes one of a central's, by code and by stick, as two people do it;
// then it is revoked; and what it could not send is carried. Real processes,
// the product's own commands and pages, both sides.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FICHEP, freePort, signIn, until } from "../lib/demo.mjs";
import { inside, makePair, look } from "../lib/pair.mjs";
import { Visitor } from "../lib/visitor.mjs";
import { arrive, file } from "../lib/filing.mjs";

const DIGITS = /\d{5}(?: \d{5}){5}/;
// The line to the central lives in this process: a command must not stop it.
const run = promisify(execFile);
const fichep = async (...words) => (await run(FICHEP, words.map(String))).stdout;

let pair, url, fresh;
before(async () => {
  pair = await makePair();
  url = /central_url = (\S+)/.exec(readFileSync(join(pair.central.dir, "fichep.conf"), "utf8"))[1];
  await pair.central.start();
});
after(async () => {
  if (fresh?.child) {
    fresh.child.kill("SIGTERM");
    await fresh.ended;
  }
  await pair?.end();
});

/** Someone who manages boxes, at the central. */
async function enter(login) {
  const { cookie } = await signIn(pair.central, pair.central.accounts.find((one) => one.login === login));
  const visitor = new Visitor(pair.central);
  const [name, value] = cookie.split("=");
  visitor.cookies.set(name, value);
  return visitor;
}

async function invite(visitor, site) {
  await visitor.go("/boitiers/inscrire");
  const answer = await visitor.submit(visitor.form("/boitiers/inscrire"),
    { code: site, name: "Foyer des Essais", kind: "foyer", commune: "", phone: "" });
  assert.equal(answer.status, 200);
  return /class="digits">([^<]+)</.exec(visitor.page)[1];
}

const pageOf = async (visitor, site) => {
  await visitor.go("/boitiers");
  const [, id] = new RegExp(`/boitiers/un\\?id=([0-9a-f]{32})">${site},`).exec(visitor.page);
  return visitor.go(`/boitiers/un?id=${id}`);
};

async function newBox(name) {
  const dir = join(pair.dir, name);
  await fichep("init", "box", "--dir", dir);
  return dir;
}

test("S3: both screens show the same 30 digits, and another person confirms", async () => {
  const sonia = await enter("gestion"), karim = await enter("relais");
  const code = await invite(sonia, "ESSAI");
  const dir = await newBox("fresh");
  const said = await fichep("enrol", "--dir", dir, "--central", url, "--code", code.toLowerCase(), "--yes");
  const digits = DIGITS.exec(said)[0];

  await pageOf(sonia, "ESSAI");
  assert.equal(DIGITS.exec(sonia.page)[0], digits);
  assert.throws(() => sonia.form("/boitiers/confirmer")); // who made the code may not
  await pageOf(karim, "ESSAI");
  assert.equal(DIGITS.exec(karim.page)[0], digits);
  await karim.submit(karim.form("/boitiers/confirmer"), { same: "oui" });
  assert.equal(karim.status, 200);
  assert.match(karim.page, /En service/);

  // The code has served.
  const other = await newBox("other");
  await assert.rejects(fichep("enrol", "--dir", other, "--central", url, "--code", code, "--yes"), /refuse ce code/);
  sonia.close();
  karim.close();
});

test("S3: the new box calls, and what is filed at it arrives", async () => {
  const dir = join(pair.dir, "fresh"), conf = join(dir, "fichep.conf");
  const port = await freePort();
  fresh = { dir, port };
  writeFileSync(conf, `${readFileSync(conf, "utf8")}\nport = ${port}\nhost = localhost\nuid_base = 59200\n`);
  const words = await fichep("user", "add", "--dir", dir, "--login", "louise", "--name", "Louise Armand",
    "--role", "foyer", "--service", "Foyer des Essais", "--duty", "éducatrice");
  fresh.person = { login: "louise", passphrase: /Phrase de passe : (\S+)/.exec(words)[1] };
  fresh.child = spawn(FICHEP, ["box", "--dir", dir], { stdio: ["ignore", "ignore", "ignore"] });
  fresh.ended = new Promise((done) => fresh.child.once("exit", done));
  const last = () => look(pair.central, "SELECT json_array(last_ms) FROM box WHERE site = 'ESSAI'")[0];
  await until("the first call", () => last() > 0, 120000, 200);
  const louise = await arrive(fresh, fresh.person);
  const reference = await file(louise, fresh.person, { story: "première" });
  louise.close();
  assert.match(reference, /^P-\d+-ESSAI-/);
  await until("the act", () => look(pair.central,
    `SELECT json_array(count(*)) FROM act WHERE reference = '${reference}' AND site_name = 'Foyer des Essais'`)[0] === 1, 120000, 200);
});

test("S3: revoked at once, and what it still sends is kept for nobody to read", async () => {
  const karim = await enter("relais");
  await pageOf(karim, "ESSAI");
  await karim.submit(karim.form("/boitiers/revoquer"), { motive: "volé", sure: "oui" });
  assert.match(karim.page, /Révoqué/);
  const louise = await arrive(fresh, fresh.person);
  const reference = await file(louise, fresh.person, { story: "après" });
  louise.close();
  await until("the quarantine", () => look(pair.central,
    "SELECT json_array(count(*)) FROM intake WHERE state = 2 AND why = 'box_revoked' AND bytes IS NOT NULL")[0] === 1, 120000, 200);
  assert.equal(look(pair.central, `SELECT json_array(count(*)) FROM act WHERE reference = '${reference}'`)[0], 0);
  await until("the box knows", () => look(fresh, "SELECT json_array(revoked_ms IS NOT NULL) FROM central")[0] === 1, 120000, 200);
  await pageOf(karim, "ESSAI");
  assert.match(karim.page, /boîtier révoqué/);
  karim.close();
});

test("S3: what a person made sure of leaves quarantine, and its author is told", async () => {
  const dir = pair.central.dir;
  const listed = await fichep("quarantine", "list", "--dir", dir);
  const [, number] = /^([0-9a-f]{16})  ESSAI  Foyer des Essais, .* : boîtier révoqué\n$/.exec(listed);
  assert.match(await fichep("quarantine", "retry", "--dir", dir), new RegExp(`^${number} : reste en quarantaine, boîtier révoqué`));
  // Of what is stopped half-way, what was done is told.
  inside("last", dir, 1);
  await assert.rejects(fichep("quarantine", "retry", "--dir", dir), ({ code, stdout }) =>
    code !== 0 && stdout.startsWith(`${number} : reste en quarantaine, boîtier révoqué`));
  inside("last", dir, 0);
  const before = look(pair.central, "SELECT json_array(count(*)) FROM trail")[0];
  assert.match(await fichep("quarantine", "take", number, "--dir", dir), new RegExp(`^${number} : pris\n  référence P-\\d+-ESSAI-\\d{4}-\\d+-[A-Z]\n$`));
  assert.ok(look(pair.central, "SELECT json_array(count(*)) FROM trail")[0] >= before + 2); // who decided, and what came
  assert.match(await fichep("quarantine", "list", "--dir", dir), /Rien n’est en quarantaine/);
  await assert.rejects(fichep("quarantine", "take", number, "--dir", dir), /rien n’est en quarantaine sous ce numéro/);
  await assert.rejects(fichep("quarantine", "list", "--dir", fresh.dir), /est un boîtier/);
  const louise = await arrive(fresh, fresh.person);
  await file(louise, fresh.person, { story: "et encore une" }); // or it calls within five minutes
  await until("the receipt", () => look(fresh, "SELECT json_array(count(*)) FROM parcel WHERE state = 1")[0] === 2, 120000, 200);
  louise.close();
});

test("S3: by stick, the same bytes and the same second person", async () => {
  const sonia = await enter("gestion"), karim = await enter("relais");
  await invite(sonia, "STICK");
  const dir = await newBox("stick"), ask = join(pair.dir, "ask"), grant = join(pair.dir, "grant");
  await fichep("enrol", "ask", "--dir", dir, "--out", ask);
  const there = await fichep("enrol", "grant", "--dir", pair.central.dir, "--site", "STICK", "--in", ask, "--out", grant);
  const here = await fichep("enrol", "accept", "--dir", dir, "--in", grant, "--yes");
  assert.equal(DIGITS.exec(there)[0], DIGITS.exec(here)[0]);
  await pageOf(karim, "STICK");
  assert.equal(DIGITS.exec(karim.page)[0], DIGITS.exec(here)[0]);
  await karim.submit(karim.form("/boitiers/confirmer"), { same: "oui" });
  assert.match(karim.page, /En service/);
  assert.ok(existsSync(grant));
  sonia.close();
  karim.close();
});

test("S3: what is unsent is carried, and the network brings it once more for nothing", async () => {
  await pair.central.stop();
  await pair.box.start();
  const person = pair.box.accounts[0];
  const nadia = await arrive(pair.box, person);
  const references = [];
  for (const story of ["un", "deux"]) references.push(await file(nadia, person, { story }));
  nadia.close();
  const bundle = join(pair.dir, "bundle");
  await fichep("unsent", "export", bundle, "--dir", pair.box.dir);
  const first = await fichep("unsent", "import", bundle, "--dir", pair.central.dir);
  assert.match(first, /2 envois pris, 0 déjà là, 0 en quarantaine/);
  assert.match(await fichep("unsent", "import", bundle, "--dir", pair.central.dir), /0 envoi pris, 2 déjà là/);
  await pair.central.start();
  await until("the receipts", () => look(pair.box,
    "SELECT json_array(count(*)) FROM parcel WHERE state = 0")[0] === 0, 120000, 200);
  for (const reference of references) {
    assert.equal(look(pair.central, `SELECT json_array(count(*)) FROM act WHERE reference = '${reference}'`)[0], 1);
  }
});

test("S3: a central put back from its backup is sent again what it has lost", async () => {
  const data = join(pair.central.dir, "data"), backup = join(pair.dir, "backup");
  await pair.central.stop();
  cpSync(data, backup, { recursive: true, preserveTimestamps: true });
  await pair.central.start();
  const person = pair.box.accounts[0];
  const nadia = await arrive(pair.box, person);
  const reference = await file(nadia, person, { story: "entre les deux" });
  nadia.close();
  const there = () => look(pair.central, `SELECT json_array(count(*)) FROM act WHERE reference = '${reference}'`)[0];
  await until("the act", () => there() === 1, 120000, 200);

  await pair.central.stop();
  await run("sh", ["-c", 'for f in "$2"/*; do cat "$f" > "$1/${f##*/}"; done', "sh", data, backup]);
  for (const name of ["fichep.db-wal", "fichep.db-shm"]) if (!existsSync(join(backup, name))) rmSync(join(data, name), { force: true });
  assert.equal(there(), 0);
  await fichep("restored", "--dir", pair.central.dir);
  await pair.central.start();
  const marc = await arrive(pair.box, pair.box.accounts[1]);
  await file(marc, pair.box.accounts[1], { story: "après" }); // or it calls within five minutes
  marc.close();
  await until("the act again", () => there() === 1, 120000, 300);
  await until("its receipt", () => look(pair.box, "SELECT json_array(count(*)) FROM parcel WHERE state = 0")[0] === 0, 120000, 200);
  assert.deepEqual(look(pair.central, "SELECT json_group_array(kind) FROM alarm WHERE kind <> 'quarantine'"), []);
});
