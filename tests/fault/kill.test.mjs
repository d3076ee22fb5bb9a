// kill -9 of every role, of both supervisors, at random moments, while people
// file without pause. Whoever was told yes finds it once at the central; nothing
// is shown as received that the central does not have.
//
//     ROUNDS=200 SEED=7 node --test tests/fault/kill.test.mjs

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { makePair, look, fichesOf } from "../lib/pair.mjs";
import { Author } from "../lib/author.mjs";
import { chance } from "../lib/chance.mjs";
import { sleep, until } from "../lib/demo.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 60);
const CALM = 900; // ms between two kills, at most: time for some filings to go through
const AUTHORS = 6;
const ROLES = ["gate", "front", "core", "keeper", "courier", "supervisor"];

const random = chance();
let pair;

before(async () => {
  pair = await makePair({ people: AUTHORS });
  await Promise.all([pair.central.start(), pair.box.start()]);
});
after(async () => {
  await pair?.end();
  // A socket whose peer was killed in the middle of its handshake may never
  // close: whatever is left goes with this process.
  setTimeout(() => process.exit(), 1000).unref();
});

/** Received at the box, hence at the central: looked at in this order. */
function nothingIsShownTooEarly() {
  const received = look(pair.box, "SELECT json_group_array(reference) FROM sending WHERE received_ms IS NOT NULL");
  const there = new Set(look(pair.central, "SELECT json_group_array(reference) FROM act"));
  for (const reference of received)
    assert.ok(there.has(reference), `${reference} is shown as received and is not`);
  return received.length;
}

test(`${ROUNDS} times a role is killed; what was told arrives, once`, async (t) => {
  t.diagnostic(`SEED=${random.seed}`);
  const authors = pair.crowd.map((who) => new Author(pair.box, who));
  let over = false;
  const work = authors.map((author) => author.workUntil(() => over));
  const killed = {};
  let looks = 0;

  for (let round = 0; round < ROUNDS; round++) {
    await sleep(random.upTo(CALM));
    const side = random.of([pair.box, pair.central]);
    const role = random.of(ROLES);
    if (role === "supervisor") {
      await side.kill();
      await side.start();
    } else {
      const pid = side.pids()[role];
      if (pid === undefined) { round--; continue; } // not back yet
      process.kill(pid, "SIGKILL");
    }
    killed[`${side.word} ${role}`] = (killed[`${side.word} ${role}`] ?? 0) + 1;
    if (round % 20 === 19) { nothingIsShownTooEarly(); looks++; }
  }
  over = true;
  await Promise.all(work);
  for (const side of [pair.box, pair.central]) { await side.kill(); await side.start(); }

  const told = authors.flatMap((author) => author.told);
  const stories = authors.flatMap((author) => author.stories);
  t.diagnostic(Object.entries(killed).sort().map(([who, n]) => `${who} ${n}`).join(", "));
  const heard = {};
  for (const author of authors) for (const [status, n] of Object.entries(author.heard)) heard[status] = (heard[status] ?? 0) + n;
  t.diagnostic(`${told.length} told yes, ${authors.reduce((sum, a) => sum + a.again, 0)} presses again, answers ${JSON.stringify(heard)}, ${looks} looks`);
  assert.ok(told.length >= AUTHORS, "something was filed");
  assert.equal(new Set(told.map(({ reference }) => reference)).size, told.length, "two fiches were given one reference");

  await until(`${told.length} acts at the central`, () =>
    look(pair.central, "SELECT json_quote(count(*)) FROM act") >= told.length, 180000, 200);
  const acts = fichesOf(pair.central);
  assert.equal(acts.length, told.length, "none but those that were told");
  for (const { reference, story } of told) {
    const same = acts.filter((act) => act.story.includes(story));
    assert.equal(same.length, 1, `${reference} is there ${same.length} times`);
    assert.equal(same[0].reference, reference);
  }
  assert.equal(stories.length, told.length, "whoever pressed was told in the end");
  assert.equal(await until("the box knows all as received", () =>
    nothingIsShownTooEarly() === told.length && told.length, 180000, 200), told.length);
  for (const { visitor } of authors) visitor.close();
});
