// The database of a box is deleted, damaged anywhere, or goes back because the end of
// its write-ahead log is lost, while fiches wait in the spool: the box starts, whoever
// has no account files, and all that anyone was ever told arrives at the central, once.
// That of a central is damaged: it says what to do, and is sent again what it had.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { closeSync, openSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { makePair, inside, look, fichesOf } from "../lib/pair.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { Visitor } from "../lib/visitor.mjs";
import { chance } from "../lib/chance.mjs";
import { FICHEP, until } from "../lib/demo.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 12);
const NIGHT = { name: "Camille Test", duty: "remplaçante de nuit", phone: "01 99 00 12 34" };

const random = chance();
const told = [];
let pair;

before(async () => {
  pair = await makePair({ people: 1 });
  await Promise.all([pair.central.start(), pair.box.start()]);
});
after(() => pair?.end());

/** Without an account; whoever is asked to wait still has one, and uses it. */
async function someone(story) {
  const visitor = new Visitor(pair.box);
  try {
    told.push({ story, reference: await file(visitor, {}, { base: "/urgence", who: NIGHT, story }) });
  } catch (error) {
    if (!error.message.includes("(429 ")) throw error;
    const [person] = pair.crowd;
    await visitor.signIn(person).catch(() => {
      inside("people", pair.box.dir, 1, person.passphrase); // lost with the rest
      return visitor.signIn(person);
    });
    told.push({ story, reference: await file(visitor, person, { story }) });
  }
  visitor.close();
}

async function allArrive() {
  await until(`${told.length} at the central`, () => look(pair.central, "SELECT json_quote(count(*)) FROM act") >= told.length, 90000, 100);
  const acts = fichesOf(pair.central);
  for (const { story, reference } of told) {
    const same = acts.filter((act) => act.story.includes(story));
    assert.equal(same.length, 1, `« ${story} » is there ${same.length} times`);
    assert.equal(same[0].reference, reference);
  }
  assert.equal(acts.length, told.length);
}

const data = () => join(pair.box.dir, "data");

/** Fiches that nobody has yet, and a box that is off. */
async function heldAndOff(n) {
  await pair.line.down();
  await someone(`Gardée avant la panne ${n}.`);
  await pair.box.kill();
}

async function back(n) {
  await pair.box.start();
  await someone(`Déposée après la panne ${n}.`);
  await pair.line.up();
  await pair.box.kill(); // it calls as soon as it starts
  await pair.box.start();
  await allArrive();
}

test("a box whose database was deleted takes fiches, and sends those it held", async () => {
  const [person] = pair.crowd;
  const visitor = await arrive(pair.box, person);
  const story = "Déposée avec un compte, avant.";
  told.push({ story, reference: await file(visitor, person, { story }) });
  visitor.close();
  await heldAndOff(0);
  for (const name of readdirSync(data()))
    if (name.startsWith("fichep.db")) rmSync(join(data(), name));
  await back(0);
});

/** Noise somewhere in a file; at its very start if `at` says so. */
function damage(path, at = random.upTo(statSync(path).size)) {
  const fd = openSync(path, "r+");
  writeSync(fd, Buffer.alloc(1 + random.upTo(8192), random.upTo(256)), 0, undefined, at);
  closeSync(fd);
}

/** What may become of the write-ahead log alone: the database is whole, and older. */
const WAL = [
  (path) => truncateSync(path, random.upTo(statSync(path).size)),
  (path) => damage(path),
  (path) => rmSync(path),
];

test("so does one that lost the end of its write-ahead log, and went back", async (t) => {
  t.diagnostic(`SEED=${random.seed}`);
  for (let round = 1; round <= ROUNDS; round++) {
    await heldAndOff(`du journal ${round}`);
    WAL[round % WAL.length](join(data(), "fichep.db-wal"));
    await back(`du journal ${round}`);
  }
});

test("so does one whose database was damaged anywhere", async (t) => {
  t.diagnostic(`SEED=${random.seed}`);
  for (let round = 1; round <= ROUNDS; round++) {
    await heldAndOff(round);
    damage(join(data(), "fichep.db"), round === 1 ? 0 : undefined);
    await back(round);
  }
  const aside = readdirSync(data()).filter((name) => !/^(fichep\.db(-wal|-shm)?|draft\.keys|spool|grant)$/.test(name));
  t.diagnostic(`${ROUNDS} times damaged, ${told.length} fiches, each there once; kept aside: ${aside.length} files`);
});

test("a central whose database is damaged says what to do, and what it had is sent again", async () => {
  const { dir } = pair.central, backup = join(dir, "backup");
  await pair.central.stop();
  execFileSync("cp", ["-a", join(dir, "data"), backup]); // whose it is as well
  await pair.central.start();
  await someone("Après la sauvegarde.");
  await allArrive();
  await pair.central.stop();
  damage(join(dir, "data", "fichep.db"), 0);
  const whole = readFileSync(join(dir, "data", "fichep.db"));
  await assert.rejects(pair.central.start(), /ne peut pas être lue.*Rien n’y a été changé.*fichep restored/s);
  assert.ok(whole.equals(readFileSync(join(dir, "data", "fichep.db"))));
  for (const name of readdirSync(join(dir, "data"))) if (name.startsWith("fichep.db")) rmSync(join(dir, "data", name));
  execFileSync("cp", ["-a", `${backup}/.`, join(dir, "data")]);
  execFileSync(FICHEP, ["restored", "--dir", dir]);
  await pair.central.start();
  await pair.box.kill(); // it calls as soon as it starts
  await pair.box.start();
  await allArrive();
});

test("and nothing of what was told is left in a log", () => {
  for (const { reference } of told) assert.ok(!pair.box.log.includes(reference));
  assert.ok(!pair.box.log.includes(NIGHT.name));
});
