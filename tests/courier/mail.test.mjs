// Letters of a central, over a real relay (tests/lib/relay.py, which is aiosmtpd):
// the activation of a pack by two admins, then letters that a CRIP sends, while
// every process that carries them is killed. Each arrives exactly once, or is said
// to be doubtful and a person is asked; the relay's own count says which.
//
//     ROUNDS=100 LETTERS=400 SEED=7 node --test tests/courier/mail.test.mjs

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePair, look } from "../lib/pair.mjs";
import { Visitor, words } from "../lib/visitor.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { chance } from "../lib/chance.mjs";
import { freePort, signIn, sleep, until } from "../lib/demo.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 14);
const LETTERS = Number(process.env.LETTERS ?? 70);
const random = chance();
const DUE = 1, DOUBTFUL = 3, ACCEPTED = 4, REFUSED = 5, CONFIRMED = 9, DROPPED = 10;
const FROM = "fichep@departement99.example";

let pair, relay, port, reference;
const folder = () => pair.dir;
const at = (name) => join(folder(), name);

/** What the relay took, and what was said to it. */
const lines = (name) => existsSync(at(name))
  ? readFileSync(at(name), "utf8").trim().split("\n").filter(Boolean).map((l) => JSON.parse(l)) : [];
const kept = () => lines("kept").map((k) => ({ ...k, message: Buffer.from(k.message, "base64").toString("utf8") }));
const times = (address) => kept().filter((k) => k.to.includes(address)).length;

async function openRelay(how = {}, more = []) {
  writeFileSync(at("how.json"), JSON.stringify(how));
  const child = spawn("/usr/bin/python3", ["tests/lib/relay.py", at("kept"), "--how", at("how.json"),
    "--cert", at("relay.pem"), "--port", String(port), ...more], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((done, fail) => { child.stdout.once("data", done); child.once("exit", fail); });
  relay = child;
  return child;
}
async function closeRelay() {
  const ended = new Promise((done) => relay.once("exit", done));
  relay.kill("SIGKILL");
  await ended;
}

const who = (login) => pair.central.accounts.find((a) => a.login === login || a.role === login);
async function signed(login) {
  const visitor = new Visitor(pair.central);
  const { cookie, answer } = await signIn(pair.central, who(login));
  assert.ok(cookie, words(answer.body).slice(0, 300));
  visitor.cookies.set(...cookie.split("="));
  return visitor;
}

const states = () => Object.fromEntries(look(pair.central,
  "SELECT json_group_array(json_array(mailbox, state)) FROM delivery WHERE mode LIKE 'courriel%'"));
const tasks = (rule) => look(pair.central,
  `SELECT json_array(count(*)) FROM task WHERE rule = '${rule}' AND state IN (0, 1)`)[0];

/** A delivery of the letter that has arrived: to send it again drops nothing. */
const arrived = () => look(pair.central,
  "SELECT json_array(id) FROM delivery WHERE state IN (4, 6, 7, 9) ORDER BY id LIMIT 1")[0];

/** The CRIP sends the letter once more, to this address. */
async function sendTo(crip, id, address, mode = "courriel_complet") {
  await crip.go(`/courrier/lettre?ref=${reference}`);
  const form = crip.form("/courrier/lettre/renvoyer");
  const token = form.controls.find((c) => c.name === "token").value;
  const answer = await crip.request("/courrier/lettre/renvoyer",
    { token, ref: reference, id, mode, adresse: address, go: "send" });
  assert.equal(answer.status, 303, words(answer.body).slice(0, 300));
}

before(async () => {
  pair = await makePair({ people: 1 });
  port = await freePort();
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("relay.key"), "-out",
    at("relay.crt"), "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], { stdio: "ignore" });
  writeFileSync(at("relay.pem"), readFileSync(at("relay.key"), "utf8") + readFileSync(at("relay.crt"), "utf8"));
  pair.central.set("smtp_url", `smtp://localhost:${port}`);
  pair.central.set("smtp_from", FROM);
  pair.central.set("smtp_ca", at("relay.crt"));
  await openRelay();
  await Promise.all([pair.central.start(), pair.box.start()]);
}, { timeout: 300000 });

after(async () => {
  relay?.kill("SIGKILL");
  await pair?.end();
  setTimeout(() => process.exit(), 1000).unref();
});

test("a pack sends once two admins have tried its mailboxes out, and not before", { timeout: 180000 }, async () => {
  const one = await signed("gestion"), other = await signed("relais");

  await one.go("/courrier");
  assert.match(words(one.page), /Rien ne part par courriel avant/);
  await one.submit(one.form("/courrier/activer"));
  const boxes = look(pair.central, "SELECT json_group_array(address) FROM mailbox");
  assert.ok(boxes.length >= 2);
  await until("each has its test letter", () => boxes.every((b) => times(b) === 1), 60000, 200);
  for (const letter of kept()) {
    assert.match(letter.message, /Subject: essai de messagerie\r\n/);
    assert.equal(letter.tls, true);
  }

  // Whoever asked confirms nothing, and is not asked to.
  const code = (address) => /code : (\d{8})/.exec(kept().find((k) => k.to.includes(address)).message.split("\r\n\r\n").slice(1).join("\n"))[1];
  await one.go("/courrier");
  assert.doesNotMatch(one.page, /action="\/courrier\/boite"/);
  let form = one.form("/courrier/arreter");
  const refused = await one.request("/courrier/boite",
    { token: form.controls.find((c) => c.name === "token").value,
      id: look(pair.central, "SELECT json_array(min(id)) FROM mailbox")[0], code: "00000000", fonction: "greffe" });
  assert.equal(refused.status, 422);
  assert.match(words(refused.body), /à une autre personne/);

  for (const address of boxes) {
    await other.go("/courrier");
    const [id] = look(pair.central, `SELECT json_array(id) FROM mailbox WHERE address = '${address}'`);
    const token = other.form("/courrier/boite").controls.find((c) => c.name === "token").value;
    const wrong = await other.request("/courrier/boite", { token, id, code: "12 34", fonction: "greffe" });
    assert.equal(wrong.status, 422);
    const right = await other.request("/courrier/boite", { token, id, code: code(address), fonction: "greffe du tribunal" });
    assert.equal(right.status, 303, words(right.body).slice(200, 900));
  }
  await other.go("/courrier");
  form = other.form("/courrier/ouvrir");
  await other.submit(form, { sure: "oui" });
  assert.equal(look(pair.central, "SELECT json_array(count(*)) FROM activation WHERE done_ms IS NOT NULL")[0], 1);
  await other.go("/courrier");
  assert.match(words(other.page), /Ouverts depuis/);
});

test("a fiche is filed, and its letter is on the portal of those it is for", { timeout: 120000 }, async () => {
  const author = await arrive(pair.box, pair.crowd[0]);
  reference = await file(author, pair.crowd[0]);
  await until("the central has it", () => look(pair.central,
    `SELECT json_group_array(state) FROM delivery JOIN letter ON letter.id = letter`).length >= 2, 60000, 200);
  const crip = await signed("crip");
  await crip.go(`/courrier/lettre?ref=${reference}`);
  assert.equal(crip.status, 200);
  assert.match(words(crip.page), /Sur le portail/);
});

test("each answer of a relay has its end; nothing of the minor is in a head, a log or an envelope", { timeout: 240000 }, async () => {
  const crip = await signed("crip");
  const id = arrived();
  const how = { "grise@a.example": ["rcpt-450", "ok"], "refuse@a.example": ["rcpt-550"], "long@a.example": ["dot-552"],
    "coupe@a.example": ["drop-data", "ok"], "muet@a.example": ["drop-kept"], "perdu@a.example": ["drop-lost"],
    "lent@a.example": ["slow"], "bon@a.example": ["ok"] };
  writeFileSync(at("how.json"), JSON.stringify(how));
  for (const address of Object.keys(how)) await sendTo(crip, id, address);
  const want = { "grise@a.example": ACCEPTED, "refuse@a.example": REFUSED, "long@a.example": REFUSED,
    "coupe@a.example": ACCEPTED, "muet@a.example": DOUBTFUL, "perdu@a.example": DOUBTFUL, "lent@a.example": ACCEPTED,
    "bon@a.example": ACCEPTED };
  await until("all have their end", () => {
    const now = states();
    return Object.entries(want).every(([a, s]) => now[a] === s);
  }, 200000, 500);
  assert.equal(tasks("verifier"), 2);
  assert.ok(tasks("adresse") >= 2);
  const count = Object.fromEntries(Object.keys(how).map((a) => [a, times(a)]));
  assert.deepEqual(count, { "grise@a.example": 1, "refuse@a.example": 0, "long@a.example": 0, "coupe@a.example": 1,
    "muet@a.example": 1, "perdu@a.example": 0, "lent@a.example": 1, "bon@a.example": 1 });

  const letter = kept().find((k) => k.to.includes("bon@a.example"));
  const [head] = letter.message.split("\r\n\r\n");
  assert.match(head, /^Subject: signalement mineur en situation de prostitution$/m);
  assert.match(head, /^Cc: crip@departement99\.example$/m);
  for (const { from, to, message } of kept()) {
    assert.equal(from, FROM);
    assert.doesNotMatch(`${message.split("\r\n\r\n")[0]} ${to}`, /Exemple|Alix|Tilleuls/);
  }
  assert.doesNotMatch(pair.central.log, /Exemple|Alix|@a\.example|prostitution/);
  assert.doesNotMatch(lines("kept.said").map((s) => s.line).join("\n"), /Exemple|Alix/);

  // The person who asked the recipient says so, and the task is gone.
  await crip.go(`/courrier/lettre?ref=${reference}`);
  await crip.submit(crip.form("/courrier/lettre/arrivee"));
  assert.equal(Object.values(states()).filter((s) => s === CONFIRMED).length, 1);

  // An admin sees references and states.
  const admin = await signed("gestion");
  await admin.go("/courrier");
  assert.match(words(admin.page), new RegExp(reference));
  assert.doesNotMatch(admin.page, /Exemple|Alix|@a\.example/);
  assert.equal((await admin.go(`/courrier/lettre?ref=${reference}`)).status, 403);
});

test(`${ROUNDS} times something is killed while ${LETTERS} letters leave: each arrives once, or is doubtful`, { timeout: 600000 }, async (t) => {
  t.diagnostic(`SEED=${random.seed}`);
  writeFileSync(at("how.json"), "{}");
  const id = arrived();
  const addresses = Array.from({ length: LETTERS }, (_, i) => `n${i}@b.example`);
  await closeRelay(); // they wait until it is there, then all leave while we kill
  let crip = await signed("crip");
  for (const address of addresses) await sendTo(crip, id, address);
  crip.close();
  await openRelay({});
  const killed = {};
  for (let round = 0; round < ROUNDS; round++) {
    await sleep(40 + random.upTo(700));
    const what = random.of(["core", "courier", "all"]);
    if (what === "all") {
      await pair.central.kill();
      await pair.central.start();
    } else {
      const pid = pair.central.pids()[what];
      if (pid === undefined) { round--; continue; }
      process.kill(pid, "SIGKILL");
    }
    killed[what] = (killed[what] ?? 0) + 1;
  }
  await until("none is on its way", () => {
    const now = states();
    return addresses.every((a) => [DOUBTFUL, ACCEPTED].includes(now[a]));
  }, 400000, 500);
  const now = states();
  const doubtful = addresses.filter((a) => now[a] === DOUBTFUL);
  let there = 0;
  for (const address of addresses) {
    const n = times(address);
    assert.ok(n <= 1, `${address} arrived ${n} times`);
    if (now[address] === ACCEPTED) assert.equal(n, 1, `${address} is said to be accepted`);
    else there += n;
  }
  await until("a person is asked about each that is doubtful", () => look(pair.central,
    `SELECT json_array(count(*)) FROM delivery JOIN task ON task.delivery = delivery.id
     WHERE rule = 'verifier' AND delivery.mailbox LIKE '%@b.example'`)[0] === doubtful.length, 60000, 200);
  t.diagnostic(`killed ${JSON.stringify(killed)}; ${addresses.length - doubtful.length} accepted, each there once; ` +
    `${doubtful.length} doubtful, of which ${there} had arrived`);
});

test("a relay that loses its certificate or TLS is told nothing, and the page says so", { timeout: 120000 }, async () => {
  await closeRelay();
  const said = lines("kept.said").length;
  await openRelay({}, ["--tls", "no"]);
  const id = arrived();
  const crip = await signed("crip");
  await sendTo(crip, id, "clair@c.example");
  const admin = await signed("gestion");
  await until("the page says it", async () => {
    await admin.go("/courrier");
    return /ne parle pas TLS/.test(words(admin.page));
  }, 60000, 500);
  assert.equal(states()["clair@c.example"], DUE);
  assert.deepEqual([...new Set(lines("kept.said").slice(said).map((s) => s.line.split(" ")[0]))].filter((w) => w !== "QUIT"), ["EHLO"]);
  assert.equal(times("clair@c.example"), 0);
});
