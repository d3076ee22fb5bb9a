// What a central takes: 6 100 enrolled boxes, each with its key and its address,
// that call over a new TLS connection each time; with nothing to say, with a
// fiche, both together for a minute at the rate that was promised, all at once
// after an outage, and with a day of fiches held back. BOXES= and SECONDS= for less.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makePair, inside, look } from "../lib/pair.mjs";
import { PROGRAMS, row, limit } from "./bench.mjs";

const BOXES = Number(process.env.BOXES ?? 6100);
const SECONDS = Number(process.env.SECONDS ?? 60); // of calls and filings together
const SYNCS = 200, FILINGS = 20; // a second, of them (DOMAINE 5.2)
const pair = await makePair();
const { central } = pair;
const file = join(pair.dir, "fleet");
writeFileSync(file, inside("boxes", central.dir, BOXES));
const whom = inside("whom", central.dir).trim().split(" ");
await central.start();

let most = 0;
const watch = setInterval(() => { most = Math.max(most, central.memory()); }, 200);

const part = (took, share) => took[Math.min(took.length - 1, Math.floor(took.length * share))];

/** tests/bench/fleet.c: `count` calls, `clients` at a time; or `pace`: so many a second, one in so many with a fiche. */
function call(clients, count, fiches, pace = []) {
  const lines = execFileSync(`${PROGRAMS}/fleet`, [central.port, clients, file, count, fiches, ...whom, ...pace].map(String),
    { encoding: "utf8", maxBuffer: 1 << 26 }).trim().split("\n");
  const all = Object.fromEntries(lines.splice(-2).map((line) => line.split(" ")));
  const calls = lines.map((line) => line.split(" ").map(Number));
  const times = (some) => some.map(([, us]) => us / 1000).sort((a, b) => a - b);
  const took = times(calls), filed = times(calls.filter(([, , stored]) => stored > 0));
  most = Math.max(most, central.memory());
  return { rate: calls.length / (all.wall / 1e9), client: all.cpu / all.wall, s: all.wall / 1e9,
    refused: calls.filter(([status]) => status !== 200).length,
    away: calls.filter(([, , , away]) => away > 0).length,
    stored: calls.reduce((sum, [, , stored]) => sum + stored, 0),
    p50: part(took, 0.5), p99: part(took, 0.99), filed99: part(filed, 0.99), slowest: took.at(-1) };
}

try {
  let sent = 0, kept = 0;
  for (const clients of [1, 8, 64]) {
    const r = call(clients, Math.min(BOXES, clients === 1 ? 500 : 2000), 0);
    const who = clients === 1 ? "one at a time" : `${clients} at a time`;
    row(`calls a central takes, ${BOXES} boxes, ${who}`, r.rate, "/s", r.rate / 200, 1);
    row("    one call, handshake included, p50", r.p50, "ms");
    limit("    one call, p99", r.p99, "ms", 500);
    limit("    refused", r.refused, "", 0);
    row("    of a processor, for the boxes", r.client, "");
  }
  for (const clients of [1, 8, 64]) {
    const n = Math.min(BOXES, clients === 1 ? 200 : 800), r = call(clients, n, 1);
    const who = clients === 1 ? "one at a time" : `${clients} at a time`;
    row(`filings a central takes, ${who}`, r.stored / r.s, "/s", r.stored / r.s / 20, 1);
    limit("    one call with a fiche, p99", r.p99, "ms", 500);
    limit("    refused", r.refused, "", 0);
    sent += n;
    kept += r.stored;
  }
  {
    const rate = SYNCS + FILINGS, r = call(128, rate * SECONDS, 1, [rate, rate / FILINGS]);
    row(`${SYNCS} calls and ${FILINGS} filings a second together, ${SECONDS} s`, r.rate, "/s", r.rate / rate, 0.98);
    row("    fiches receipted", r.stored / r.s, "/s", r.stored / r.s / FILINGS, 0.98);
    row("    one call, from when it was due, p50", r.p50, "ms");
    limit("    p99", r.p99, "ms", 500);
    limit("    p99 of those with a fiche", r.filed99, "ms", 500);
    row("    the slowest", r.slowest, "ms");
    row("    turned away at first, and back by themselves", r.away, "");
    limit("    never served", r.refused, "", 0);
    row("    of a processor, for the boxes", r.client, "");
    sent += FILINGS * SECONDS;
    kept += r.stored;
  }
  {
    const r = call(512, BOXES, 0);
    row(`all ${BOXES} boxes come back at once, 512 connections`, r.rate, "/s");
    row("    until the last is served", r.s, "s");
    row("    of them turned away at first, and back by themselves", r.away, "");
    limit("    never served", r.refused, "", 0);
    row("    the slowest call", r.slowest, "ms");
  }
  {
    const n = Math.min(BOXES, 110), r = call(64, n, 9); // 990: a day of all of France, at its worst
    row("a day of fiches held back (DESIGN 9: 959), 110 boxes", r.stored / r.s, "/s");
    row("    until all are there", r.s, "s");
    limit("    refused", r.refused, "", 0);
    sent += 9 * n;
    kept += r.stored;
  }
  limit("sent and not receipted", sent - kept, "", 0);
  limit("receipted and not an act", kept - look(central, "SELECT json_quote(count(*)) FROM act"), "", 0);
  row("memory of a central under that load, all roles", most / 2 ** 20, "MiB");
} finally {
  clearInterval(watch);
  await pair.end();
}
