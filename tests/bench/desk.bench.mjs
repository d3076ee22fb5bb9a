// What a year of work costs those who look at it: every page of the central over
// 10 000, 100 000 and 1 000 000 acts, 25 to a dossier, made by the engine from a
// seed (fill.c), and an act recorded by each. ACTS=10000 for one size, EACH=20 for
// fewer requests. Through TLS, one connection kept.

import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "../lib/demo.mjs";
import { makePair, look } from "../lib/pair.mjs";
import { Visitor } from "../lib/visitor.mjs";
import { PROGRAMS, row, limit } from "./bench.mjs";

const SIZES = process.env.ACTS ? [Number(process.env.ACTS)] : [10000, 100000, 1000000];
const EACH = Number(process.env.EACH ?? 200); // requests of a page
const LISTS = ["", "retard", "bientot", "afaire", "nouveaux", "accuses", "autrui", "dossiers"];
const RECORDED = Math.min(EACH, 50); // acts, each in another dossier
const NAMES = ["Belin", "Dorard", "Valette", "Fon", "Camille Mar", "Cler"];

/** Signed in with the six digits as well. */
async function enter(central, account) {
  const visitor = new Visitor(central);
  await visitor.go("/session");
  await visitor.submit(visitor.form("/session"), { login: account.login, passphrase: account.passphrase });
  await visitor.submit(visitor.form("/session/code"), { code: await codeOf(account) });
  if (!visitor.cookies.has("__Host-s")) throw new Error(`${account.login} is not let in`);
  return visitor;
}

/** p50 and p99 of `each` requests; whatever is not `status` is counted. What `ready` does first is not timed. */
async function measure(request, status, { each = EACH, ready = async () => {} } = {}) {
  const took = [];
  let odd = 0;
  for (let i = 0; i < each + 5; i++) {
    await ready(i);
    const from = process.hrtime.bigint();
    const answer = await request(i);
    if (i >= 5) took.push(Number(process.hrtime.bigint() - from) / 1e6);
    if (answer.status !== status) odd++;
  }
  took.sort((a, b) => a - b);
  const at = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))];
  return { p50: at(0.5), p99: at(0.99), odd };
}

const today = () => new Date().toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });

const before = new Map(); // page -> its p50 over the smallest size

/** Time a page as `who`, beside what it took over the smallest size. */
const show = async (who, page, request, status = 200, options = {}) => {
  const r = await measure(request, status, options);
  const key = `${who} ${page}`;
  if (!before.has(key)) before.set(key, r.p50);
  row(`  ${who}: ${page}, p50`, r.p50, "ms", r.p50 / before.get(key));
  limit("    p99", r.p99, "ms", 100);
  if (r.odd) limit(`    not ${status}`, r.odd, "", 0);
};

const some = (references) => (i) => references[(i * 7919) % references.length];

/** One act, from its form to its page: read again, then recorded; each time in another dossier. */
async function recording(visitor, who, form, typed, one) {
  const press = (sheet) => sheet.controls.find((c) => c.name === "go" && c.value === "next");
  const write = async (i) => {
    await visitor.go(`/acte?ref=${one(i)}&forme=${form}`);
    const sheet = visitor.form("/acte");
    return visitor.filled(sheet, typed, press(sheet));
  };
  let fields, last;
  await show(who, `an act read again (${form})`, async () => {
    const answer = await visitor.request("/acte", fields);
    return answer.status === 303 ? visitor.request(answer.headers.location) : answer;
  }, 200, { each: RECORDED, ready: async (i) => { fields = await write(i); } });
  await show(who, `an act recorded (${form})`, () => visitor.request("/acte/enregistrer", last), 303, { each: RECORDED,
    ready: async (i) => {
      await visitor.go("/acte", await write(i));
      last = visitor.filled(visitor.form("/acte/enregistrer"));
    } });
}

async function lists(visitor, who) {
  for (const list of LISTS) {
    const path = list ? `/fiches?liste=${list}` : "/fiches";
    await show(who, path, () => visitor.request(path));
  }
}

async function search(visitor, who) {
  await visitor.go("/recherche");
  const token = visitor.form("/recherche").controls.find((c) => c.name === "token").value;
  await show(who, "/recherche, a name", (i) =>
    visitor.request("/recherche", { token, quoi: NAMES[i % NAMES.length], naissance: "" }));
  await show(who, "/recherche, a birth", (i) => visitor.request("/recherche",
    { token, quoi: "", naissance: `${1 + i % 28}/${1 + i % 12}/20${String(8 + i % 8).padStart(2, "0")}` }));
}

/** One fiche opened as a person opens it: it costs no budget again. */
async function reading(visitor, who, reference) {
  await visitor.go(`/fiche?ref=${reference}`);
  const sheet = visitor.form("/fiche/ouvrir");
  await visitor.submit(sheet, {}, sheet.controls.find((c) => c.name === "motif") ?? undefined);
  const path = visitor.path, pdf = path.replace("/fiche/lecture", "/fiche/pdf");
  await show(who, "/fiche/lecture", () => visitor.request(path));
  await show(who, "/fiche/pdf", () => visitor.request(pdf));
}

/** All that someone who reads dossiers looks at. */
async function desk(central, who, account, references, { records, letters } = {}) {
  const visitor = await enter(central, account), one = some(references);
  await lists(visitor, who);
  if (references.length) {
    await show(who, "/dossier", (i) => visitor.request(`/dossier?ref=${one(i)}`));
    await show(who, "/fiche", (i) => visitor.request(`/fiche?ref=${one(i)}`));
    await reading(visitor, who, one(0));
    if (letters) await show(who, "/courrier/lettre", (i) => visitor.request(`/courrier/lettre?ref=${one(i)}`));
    if (records) {
      await show(who, "/acte", (i) => visitor.request(`/acte?ref=${one(i)}&forme=${records.form}`));
      await recording(visitor, who, records.form, records.typed, one);
    }
  }
  await search(visitor, who);
  visitor.close();
}

/** Pages of those who read no dossier. */
async function others(central, who, account, paths) {
  const visitor = await enter(central, account);
  for (const path of paths) await show(who, path, () => visitor.request(path));
  visitor.close();
}

for (const acts of SIZES) {
  const pair = await makePair();
  const { central } = pair;
  try {
    const [written, refused, seconds] = execFileSync(`${PROGRAMS}/fill`,
      [central.dir, acts, acts / 25, 2026].map(String), { encoding: "utf8" }).split(" ").map(Number);
    row(`${written} acts in ${acts / 25} dossiers: recorded by the engine`, written / seconds, "/s");
    limit("  refused by the rules", refused, "", 0);
    row("  the database", statSync(join(central.dir, "data/fichep.db")).size / 2 ** 20, "MiB");
    central.set("idle_minutes", 60);
    const from = Date.now();
    await central.start();
    limit("  until it serves", (Date.now() - from) / 1000, "s", 2);
    const people = Object.fromEntries(central.accounts.map((a) => [a.login, a]));
    const refs = (role, scope = "") => look(central, `SELECT json_group_array(reference) FROM (SELECT dossier.reference FROM dossier
      JOIN party ON party.dossier = dossier.id WHERE party.role = '${role}' AND party.scope = '${scope}'
      AND dossier.merged IS NULL ORDER BY dossier.id DESC LIMIT 1000)`);
    await desk(central, "parquet", people.helene, refs("parquet", "parquet-valmont"), { letters: true,
      records: { form: "statut_victime", typed: { "t_date.date": today(), t_statut: "victime" } } });
    await desk(central, "crip", people.thomas, refs("crip"), { letters: true });
    await desk(central, "association", people.ines, refs("adn"));
    await desk(central, "judge", people.elise, refs("juge_enfants", "tpe-valmont"));
    await desk(central, "mds", people.noemie, refs("mds", "mds-nord"));
    await desk(central, "ase", people.victor, refs("ase"));
    await desk(central, "territory", people.basile, refs("rtpe", "rtpe-nord"));
    await desk(central, "aemo", people.aline, refs("aemo", "aemo-estuaire"));
    await desk(central, "police", people.julien, refs("fsi", "cp-roncey"));
    await others(central, "direction", people.agnes, ["/fiches"]);
    await others(central, "admin", people.gestion, ["/courrier", "/boitiers", "/personnes", "/activite"]);
    await others(central, "auditor", people.lucie, ["/journal"]);
    limit("  memory, all roles", central.memory() / 2 ** 20, "MiB", 256);
  } finally {
    await pair.end();
  }
}
