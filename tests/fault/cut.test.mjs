// The line between box and central breaks at every stage: reset after N bytes
// one way or the other, for many N from the first byte of the handshake to the
// last of the answer; the central away before, while and after one files.
// Whatever breaks, who pressed is told at once, and each fiche arrives once.
//
//     ROUNDS=200 node --test tests/fault/cut.test.mjs

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { makePair, look } from "../lib/pair.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { chance } from "../lib/chance.mjs";
import { words } from "../lib/visitor.mjs";
import { sleep, until } from "../lib/demo.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 16); // stages, each way
const LONGEST = 2000; // ms: a filing may not wait for the line

const random = chance();
const told = [];
let pair, person, visitor;

before(async () => {
  pair = await makePair({ people: 1 });
  await Promise.all([pair.central.start(), pair.box.start()]);
  [person] = pair.crowd;
  visitor = await arrive(pair.box, person);
});
after(async () => {
  visitor?.close();
  await pair?.end();
});

async function fileOne() {
  const story = `Fiche ${told.length + 1} de l’essai.`;
  const reference = await file(visitor, person, { story });
  told.push(reference);
  return reference;
}

const acts = () => look(pair.central, "SELECT json_group_array(reference) FROM act");
const received = () => look(pair.box, "SELECT json_group_array(reference) FROM sending WHERE received_ms IS NOT NULL");

/** The box has it from the central that all arrived; and they did, once. */
async function allArrive(most = 120000) {
  await until("the box knows all as received", () => received().length === told.length, most, 40);
  assert.deepEqual(acts().sort(), [...told].sort());
}

async function journeyOf(reference) {
  await visitor.go("/envois");
  const at = visitor.page.indexOf(reference);
  assert.ok(at >= 0, `${reference} is not in « Mes envois »`);
  return words(visitor.page.slice(at, visitor.page.indexOf("</li>", visitor.page.indexOf("eçue", at) + 1)));
}

let whole; // bytes of one whole visit, each way
let calm; // ms of a filing while nothing is broken: what this machine takes
const seen = () => ({ up: pair.line.seen.up, down: pair.line.seen.down });

test("what is filed goes up at once", async (t) => {
  await fileOne();
  await allArrive();
  await sleep(300);
  const from = seen();
  const began = Date.now();
  await fileOne();
  calm = Date.now() - began;
  await allArrive();
  const to = seen();
  whole = { up: to.up - from.up, down: to.down - from.down };
  t.diagnostic(`${Date.now() - began} ms from filling in to the receipt; ${whole.up} bytes up, ${whole.down} down`);
});

for (const way of ["up", "down"])
  test(`cut after any number of bytes ${way}, nothing is lost, doubled or shown too early`, async (t) => {
    let cuts = 0, slowest = 0, early = 0;
    for (let i = 0; i <= ROUNDS; i++) {
      const at = Math.round((whole[way] + 64) * i / ROUNDS);
      const before = pair.line.seen.cuts;
      pair.line.cut = { [way]: at };
      const began = Date.now();
      await fileOne();
      slowest = Math.max(slowest, Date.now() - began);
      await until(`cut at ${at} bytes ${way}, or through`, () =>
        pair.line.seen.cuts > before || received().length === told.length, 60000, 10);
      cuts += pair.line.seen.cuts - before;
      const there = new Set(acts());
      early += received().filter((reference) => !there.has(reference)).length;
      pair.line.cut = null;
      await fileOne(); // goes up at once, and takes the other along
      await allArrive();
    }
    assert.ok(cuts >= ROUNDS / 2, `only ${cuts} cuts`);
    assert.equal(early, 0, "shown as received before it was");
    t.diagnostic(`${cuts} cuts over ${ROUNDS + 1} stages, ${told.length} fiches, all there once; slowest filing ${slowest} ms`);
  });

test("with the central away, one is told at once, and nothing is shown as received", async (t) => {
  await pair.central.stop();
  const took = [];
  const mine = [];
  for (let i = 0; i < 5; i++) {
    const began = Date.now();
    mine.push(await fileOne());
    took.push(Date.now() - began);
  }
  assert.ok(Math.max(...took) < Math.max(LONGEST, 5 * calm), `${took}, and ${calm} with a central`);
  for (const reference of mine) assert.ok(!received().includes(reference));
  assert.ok(/Enregistrée/i.test(await journeyOf(mine[0])));
  await pair.central.start();
  await fileOne();
  await allArrive();
  t.diagnostic(`5 filed without a central, slowest ${Math.max(...took)} ms with all its pages; all there afterwards`);
});

test("with the line down, the box files, restarts, and sends all of it later", async () => {
  await pair.line.down();
  for (let i = 0; i < 3; i++) await fileOne();
  await pair.box.kill();
  await pair.box.start();
  await fileOne();
  await pair.line.up();
  await fileOne();
  await allArrive();
});

test("a central that is killed while fiches come in has all of them once it is back", async (t) => {
  t.diagnostic(`SEED=${random.seed}`);
  for (let round = 0; round < ROUNDS / 2; round++) {
    const filing = fileOne();
    await sleep(random.upTo(120));
    await pair.central.kill();
    await filing;
    await pair.central.start();
    await fileOne();
    await allArrive();
  }
  t.diagnostic(`${Math.ceil(ROUNDS / 2)} kills, ${told.length} fiches in all, each there once`);
});

test("a central that was stopped after the receipt does not get it again as another", async () => {
  const before = acts().length;
  await pair.central.stop();
  await pair.central.start();
  await pair.box.kill();
  await pair.box.start();
  await fileOne();
  await allArrive();
  assert.equal(acts().length, before + 1);
});
