// Many at once, twice, and again: whoever is told that it is recorded finds it
// once at the central, and nobody is refused (DESIGN 6).

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { makePair, look } from "../lib/pair.mjs";
import { arrive, fillIn, signature, slipOf, REFERENCE } from "../lib/filing.mjs";
import { Visitor, words } from "../lib/visitor.mjs";
import { until } from "../lib/demo.mjs";

const MOST = 64;

let pair, people;

before(async () => {
  pair = await makePair({ people: MOST });
  await Promise.all([pair.central.start(), pair.box.start()]);
  people = [];
  for (const who of pair.crowd) people.push({ ...who, visitor: await arrive(pair.box, who) });
});
after(async () => {
  for (const { visitor } of people ?? []) visitor.close();
  await pair?.end();
});

const acts = () => look(pair.central, "SELECT json_group_array(reference) FROM act");
const sendings = () => look(pair.box, "SELECT json_group_array(reference) FROM sending");

/** All of `told` and nothing else, once each, on both sides. */
async function everywhereOnce(told) {
  const want = [...told].sort();
  assert.equal(new Set(want).size, want.length, "two fiches were given one reference");
  assert.deepEqual((await sendings()).sort(), want, "what the box entered");
  const got = await until(`${want.length} acts at the central`, () => {
    const there = acts();
    return there.length >= want.length && there;
  }, 90000, 100);
  assert.deepEqual(got.sort(), want, "what the central has");
  assert.equal(look(pair.central, "SELECT json_quote(count(*)) FROM intake WHERE state <> 0"), 0, "all were stored at first sight");
}

const told = new Set();

/** What someone sees who was not sent to a slip. */
const shown = (answer) => `${answer.status} ${words(answer.body).slice(0, 300)}`;

for (const n of [1, 2, 8, MOST])
  test(`${n} who file at once are all told yes, and each fiche is at the central once`, async (t) => {
    const some = people.slice(0, n);
    await Promise.all(some.map((p) => fillIn(p.visitor, { story: `Récit ${p.login}.` })));
    const answers = await Promise.all(some.map((p) => {
      const { path, fields } = signature(p.visitor, p);
      return p.visitor.request(path, fields);
    }));
    const slips = answers.map((answer) => slipOf(answer) ?? assert.fail(shown(answer)));
    for (const slip of slips) told.add(slip);
    t.diagnostic(`${n} sent, ${slips.length} acknowledged, 0 refused, slowest ${Math.max(...answers.map((a) => a.ms)).toFixed(0)} ms`);
    await everywhereOnce(told);
  });

test("a button pressed twice at once, on two connections, gives one slip and one fiche", async (t) => {
  const some = people.slice(0, 16);
  const answers = await Promise.all(some.map(async (p) => {
    await fillIn(p.visitor, { story: "Deux fois." });
    const { path, fields } = signature(p.visitor, p);
    const again = new Visitor(pair.box);
    again.cookies = new Map(p.visitor.cookies);
    const both = await Promise.all([p.visitor.request(path, fields), again.request(path, fields)]);
    again.close();
    return both;
  }));
  for (const [one, two] of answers) {
    assert.ok(slipOf(one), shown(one));
    assert.equal(slipOf(two), slipOf(one), shown(two));
    told.add(slipOf(one));
  }
  t.diagnostic(`${2 * some.length} presses, ${some.length} fiches`);
  await everywhereOnce(told);
});

test("whoever never saw the answer and presses again finds the slip of the first time", async (t) => {
  const some = people.slice(0, 16);
  let first = 0;
  await Promise.all(some.map(async (p, i) => {
    await fillIn(p.visitor, { story: "Réponse perdue." });
    const { path, fields } = signature(p.visitor, p);
    // The connection is dropped as the request leaves, or a little later.
    const lost = new Visitor(pair.box);
    lost.cookies = new Map(p.visitor.cookies);
    const gone = lost.request(path, fields).then(() => true, () => false);
    setTimeout(() => lost.close(), i);
    first += Number(await gone);
    const answer = await p.visitor.request(path, fields);
    assert.ok(slipOf(answer), shown(answer));
    told.add(slipOf(answer));
  }));
  t.diagnostic(`${some.length - first} answers lost, ${some.length} slips`);
  await everywhereOnce(told);
});

test("a slip can be shown again, and names a reference and states only", async () => {
  const p = people[0];
  await p.visitor.go("/envois");
  assert.equal(p.visitor.status, 200);
  assert.ok(REFERENCE.test(p.visitor.page));
  assert.ok(!p.visitor.page.includes("Exemple"));
});
