// What a box takes: the act of sending, from « Envoyer la fiche » to the slip,
// over TLS kept alive, by 1, 8 and 64 people at once; each a whole fiche that is
// signed by passphrase, sealed, spooled, flushed and committed before the answer.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makePair, look } from "../lib/pair.mjs";
import { arrive, fillIn, signature } from "../lib/filing.mjs";
import { PROGRAMS, row, limit } from "./bench.mjs";

const PEOPLE = 192;
const pair = await makePair({ people: PEOPLE });
const { box } = pair;
await box.start();

const whole = (visitor, { path, fields }) => {
  const body = new URLSearchParams(fields).toString();
  const text = Buffer.from(`POST ${path} HTTP/1.1\r\nHost: localhost:${box.port}\r\n`
    + `Cookie: ${[...visitor.cookies].map(([k, v]) => `${k}=${v}`).join("; ")}\r\n`
    + `Origin: https://localhost:${box.port}\r\nSec-Fetch-Site: same-origin\r\n`
    + `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  return Buffer.concat([head, text]);
};

/** Milliseconds of processor that all roles have used since they live. */
const used = () => Object.values(box.pids()).reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/task`)
  .reduce((part, task) => part + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]) / 1e6, 0), 0);

/** tests/bench/send.c: statuses, times in ms in order, filings and processors per second. */
export function send(port, clients, file) {
  const lines = execFileSync(`${PROGRAMS}/send`, [port, clients, file].map(String),
    { encoding: "utf8", maxBuffer: 1 << 26 }).trim().split("\n");
  const all = Object.fromEntries(lines.splice(-2).map((line) => line.split(" ")));
  const fates = lines.map((line) => line.split(" ").map(Number));
  const took = fates.map(([, us]) => us / 1000).sort((a, b) => a - b);
  const at = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))];
  return { n: fates.length, refused: fates.filter(([status]) => status !== 303).length,
    rate: fates.length / (all.wall / 1e9), client: all.cpu / all.wall, p50: at(0.5), p99: at(0.99) };
}

const people = [];
for (const who of pair.crowd) people.push({ ...who, visitor: await arrive(box, who) });
const file = join(pair.dir, "requests");
let sent = 0, most = 0;
const watch = setInterval(() => { most = Math.max(most, box.memory()); }, 100);
try {
  let from = Date.now();
  for (const [clients, goal, p99] of [[1, 200, 10], [8, 500, 40], [64]]) {
    from = Date.now();
    for (const p of people) await fillIn(p.visitor, { story: `Récit de ${p.login}, en quelques phrases de plus.` });
    const filling = PEOPLE / ((Date.now() - from) / 1000);
    writeFileSync(file, Buffer.concat(people.map((p) => whole(p.visitor, signature(p.visitor, p)))));
    const before = used();
    const r = send(box.port, clients, file);
    sent += PEOPLE - r.refused;
    const who = clients === 1 ? "one client" : `${clients} clients`;
    row(`filings a box accepts, ${who}`, r.rate, "/s", goal && r.rate / goal, goal && 1);
    row("    its answer, p50", r.p50, "ms");
    if (p99) limit("    its answer, p99", r.p99, "ms", p99);
    else row("    its answer, p99", r.p99, "ms");
    limit("    refused", r.refused, "", 0);
    row("    processor of the box for one, all roles", (used() - before) / r.n, "ms");
    row("    of a processor, for the clients", r.client, "");
    if (clients === 1) row("    fiches filled in before, six steps, one client", filling, "/s");
  }
  limit("memory of a box under that load, all roles", most / 2 ** 20, "MiB", 64);
  const kept = look(box, "SELECT json_quote(count(*)) FROM sending");
  limit("told yes but not entered", sent - kept, "", 0);
} finally {
  clearInterval(watch);
  rmSync(file, { force: true });
  for (const { visitor } of people) visitor.close();
  await pair.end();
}
