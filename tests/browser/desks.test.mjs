// The desk of everyone of the central, and a dossier that is theirs, as they find
// both in the morning: what is late at the top, what is soon below with the last
// alert that was raised, and nothing of what others keep to themselves. All of it
// came by acts that were recorded.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { sleep, startDemo, until } from "../lib/demo.mjs";
import { daysAgo, record, seat } from "../lib/acting.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { SHOTS, enter, launch, look, open, who } from "./lib.mjs";

const MINORS = [["Vauclair", "Camille"], ["Bernier", "Alix"], ["Moreau", "Sacha"]];
const SECRET = MINORS.flat();

let demo, browser;
const dossier = {}; // reference by what happened in it

/** A fiche of the foyer about one of MINORS. */
async function about(visitor, i, situation) {
  const [c_nom, c_prenom] = MINORS[i];
  return file(visitor, who(demo.box, "nadia"), { answers: {
    danger: i === 0 ? { b_danger: "oui", "b_appels[]": "17" } : { b_danger: "non" },
    mineur: { c_nom, c_prenom, "c_naiss.age": String(14 + i) },
    situation: { "e_domicile.text": "12 rue des Acacias", "e_domicile.town": "Valmont", ...situation } } });
}

/** A day about to end would make late what is soon: the next one then. */
async function aDay() {
  const now = new Date(new Date().toLocaleString("en-US", { timeZone: "Europe/Paris" }));
  const left = new Date(now).setHours(24, 0, 0, 0) - now;
  if (left < 240000) await sleep(left + 1000);
}

before(async () => {
  await aDay();
  demo = await startDemo();
  browser = await launch();
  const foyer = await arrive(demo.box, who(demo.box, "nadia"));
  dossier.late = await about(foyer, 0, { g_mesure: "administrative" });
  dossier.soon = await about(foyer, 1, { g_mesure: "aucune" });
  dossier.joint = await about(foyer, 2, { g_mesure: "aucune" });

  const at = {};
  for (const login of ["helene", "thomas", "elise", "julien"]) at[login] = await seat(demo.central, who(demo.central, login));
  for (const ref of Object.values(dossier))
    await until("the fiche has come", async () => (await at.helene.go(`/dossier?ref=${ref}`)).status === 200, 60000, 300);

  // An order nine days old that is recorded today: its seven days were over two days ago;
  // those of another end tonight.
  const opp = { o_service: "ase", o_confie: "ase", "o_lieu.text": "Foyer d’accueil", "o_lieu.town": "Roncey", o_mention_adn: "oui" };
  await record(at.helene, "opp", dossier.late, { ...opp, "o_date.date": daysAgo(9) });
  await record(at.helene, "opp", dossier.soon, { ...opp, "o_date.date": daysAgo(7) });
  await record(at.helene, "saisine_je", dossier.soon, { j_je: "tpe-valmont", j_motif: "opp", "j_date.date": daysAgo(1) });
  await record(at.helene, "saisine_je", dossier.late, { j_je: "tpe-valmont", j_motif: "opp", "j_date.date": daysAgo(1) });
  await record(at.elise, "decision_je", dossier.soon, { "g_date.date": daysAgo(0), g_decision: "aemo_adn", g_service: "aemo-estuaire", "g_echeance.date": daysAgo(-180) });
  await record(at.helene, "demande_evaluation", dossier.joint, { "d_date.date": daysAgo(0), d_cadre: "oui" });
  await record(at.thomas, "mds_designee", dossier.joint, { s_mds: "mds-nord" });
  dossier.asked = await record(at.julien, "demande_intervention", "", {
    q_enq: "Officier de police judiciaire", q_tel: "01 99 00 17 20", q_proc: "2026/001234", q_cadre: "flagrance", q_qualif: "oui",
    q_instr: "attente", q_min: "Lou C.", "q_age.age": "15", q_age: "15", q_sexe: "f", q_residence: "ici", q_mna: "non", q_accord: "oui",
    "q_quand.unknown": "1", q_mode: "presentiel", "q_lieu.text": "1 place du Marché", "q_lieu.town": "Valmont", k_parquet: "parquet-valmont", k_att: "oui" });
}, { timeout: 600000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

/** On a telephone too: what ends when is on the screen, under what it is, and a list is still a table to who hears it. */
async function stacked(page, name) {
  if (await page.locator(".lines").count() === 0) return;
  const size = page.viewportSize();
  for (const width of [320, 640]) {
    await page.setViewportSize({ width, height: 740 });
    const over = await page.locator(".wide:has(.lines)").evaluateAll((all) => all.map((node) => node.scrollWidth - node.clientWidth));
    assert.deepEqual(over.filter((px) => px > 0), [], `${name}: lists at ${width} px`);
    const below = await page.locator(".lines .due").evaluateAll((all) => all.map((node) =>
      node.getBoundingClientRect().top - node.closest("tr").querySelector("th").getBoundingClientRect().bottom));
    assert.deepEqual(below.filter((px) => px < 0 || px > 8), [], `${name}: what ends when, at ${width} px`);
  }
  const cdp = await page.context().newCDPSession(page);
  const { nodes } = await cdp.send("Accessibility.getFullAXTree");
  const said = (role) => nodes.filter((node) => !node.ignored && node.role.value === role).length;
  for (const [role, tag] of [["table", ".lines"], ["row", ".lines tr"], ["columnheader", ".lines thead th"], ["rowheader", ".lines tbody th"], ["cell", ".lines td"]])
    assert.ok(said(role) >= await page.locator(tag).evaluateAll((all) => all.filter((node) => node.checkVisibility()).length), `${name}: ${role}`);
  await cdp.detach();
  await page.setViewportSize(size);
}

/** Light is looked at by `look`; here as it is at night, and on a telephone. */
async function pictures(page, name) {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.screenshot({ path: `${SHOTS}/${name}-dark.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: "light" });
  const size = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.screenshot({ path: `${SHOTS}/${name}-narrow.png`, fullPage: true });
  await page.setViewportSize(size);
}

/** No reference is cut in two, and a wide screen shows tables whole. */
async function whole(page, name) {
  const cut = await page.locator(".lines .whole").evaluateAll((all) =>
    all.filter((node) => /^(Dossier )?[PI]-/.test(node.textContent) && node.getClientRects().length > 1).map((node) => node.textContent));
  assert.deepEqual(cut, [], `${name}: references`);
  const over = await page.locator(".wide").evaluateAll((all) => all.map((node) => node.scrollWidth - node.clientWidth));
  assert.deepEqual(over.filter((px) => px > 0), [], `${name}: tables`);
  for (const row of await page.locator(".lines tbody tr").all()) assert.equal(await row.locator(".whole").count() > 0, true, name);
}

async function see(page, name) {
  await whole(page, name);
  await stacked(page, name);
  await look(page, name, { secret: SECRET });
  for (const word of [...SECRET, "Acacias"]) assert.equal(await page.getByText(word).count(), 0, `${name} names ${word}`);
  await pictures(page, name);
}

// What stands on each desk: dossiers of a list, those that are theirs and
// those that are not.
const DESKS = {
  helene: { autrui: ["late"], theirs: ["late", "soon", "joint", "asked"] },
  thomas: { theirs: ["late", "soon", "joint"], not: ["asked"] },
  ines: { theirs: ["late", "soon", "joint"], not: ["asked"] },
  elise: { theirs: ["late", "soon"], not: ["joint", "asked"] },
  basile: { theirs: ["late"], not: ["soon", "joint", "asked"] },
  noemie: { theirs: ["joint"], not: ["late", "soon", "asked"] },
  victor: { retard: ["late"], bientot: ["soon"], theirs: ["late", "soon"], not: ["joint", "asked"] },
  aline: { theirs: ["soon"], not: ["late", "joint", "asked"] },
  julien: { theirs: ["asked"], not: ["late", "soon", "joint"] },
  hugo: { theirs: [], not: ["late", "soon", "joint", "asked"] },
  agnes: { at: "/fiches", heading: "Où en est le dispositif", not: ["late", "soon", "joint", "asked"], figures: true },
  gestion: { at: "/accueil", heading: "Bonjour Sonia Lambrecht", refused: true },
  relais: { at: "/accueil", heading: "Bonjour Karim Desnos", refused: true },
  lucie: { at: "/journal", heading: "Journal", refused: true },
};

test("the desk of everyone is named here", () => {
  const rows = readFileSync("src/cmd/demo.def", "utf8");
  const people = [...rows.matchAll(/^DEMO\(CENTRAL,\s*"([a-z]+)"/gm)].map((row) => row[1]);
  assert.deepEqual(people.sort(), Object.keys(DESKS).sort());
});

for (const [login, desk] of Object.entries(DESKS)) {
  test(`${login} finds in the morning what is theirs, and nothing that is not`, { timeout: 120000 }, async () => {
    const page = await open(browser, demo.central);
    page.context().setDefaultTimeout(20000); // nothing is waited for but a page
    await enter(page, who(demo.central, login));
    assert.ok(page.url().endsWith(desk.at ?? "/fiches"), page.url());
    await page.getByRole("heading", { name: desk.heading ?? "Mon bureau" }).waitFor();
    await see(page, `desk-of-${login}`);
    const landing = await page.locator("main").innerText();
    for (const not of desk.not ?? []) assert.ok(!landing.includes(dossier[not]), `${login} is shown ${not}`);

    for (const list of ["retard", "bientot", "autrui"]) {
      for (const what of desk[list] ?? []) {
        await page.goto(page.at(`/fiches?liste=${list}`));
        const row = page.locator("tbody tr").filter({ hasText: dossier[what] }).first();
        await row.waitFor();
        if (list === "bientot") await row.getByText("Alerte : ").waitFor();
        if (list === "retard") assert.equal(await row.getByText("Alerte : ").count(), 0);
      }
    }
    for (const [i, what] of (desk.theirs ?? []).entries()) {
      await page.goto(page.at("/fiches?liste=dossiers"));
      await page.getByRole("link", { name: `Dossier ${dossier[what]}`, exact: true }).first().waitFor();
      const answer = await page.goto(page.at(`/dossier?ref=${dossier[what]}`));
      assert.equal(answer.status(), 200);
      if (i === 0) await see(page, `dossier-of-${login}`);
    }
    for (const not of desk.not ?? []) {
      const answer = await page.goto(page.at(`/dossier?ref=${dossier[not]}`));
      assert.equal(answer.status(), desk.figures ? 403 : 404, `${login} asks for ${not}`);
    }
    if (desk.refused) assert.equal((await page.goto(page.at("/fiches"))).status(), 403);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });
}
