// A dossier at the central, as those who act in it live it: a parquet records an
// OPP on what a foyer filed, reads first what that will do, and whoever owes
// something by it finds the task and its limit.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startDemo, until } from "../lib/demo.mjs";
import { record, seat } from "../lib/acting.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { SECRET, SHOTS, accessible, answer, answerByKeys, enter, fits, launch, look, open, who } from "./lib.mjs";

let demo, browser, reference;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  const nadia = who(demo.box, "nadia");
  reference = await file(await arrive(demo.box, nadia), nadia, { story: "Une voiture grise attendait." });
}, { timeout: 90000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const desk = async (login, options) => {
  const page = await open(browser, demo.central, options);
  await enter(page, who(demo.central, login));
  return page;
};

const dossier = (page) => page.goto(page.at(`/dossier?ref=${reference}`));

/** Another window of a session that is open already: who signs in anew waits for another code. */
const window = async (visitor, options) => {
  const page = await open(browser, demo.central, options);
  await page.context().addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: demo.central.url })));
  return page;
};

/** The dossier is there once the box has called. */
const arrived = (page) => until("the fiche has come", async () => (await dossier(page)).status() === 200, 40000, 500);

test("a parquet finds in the dossier what is to be done by when, and nothing of what is written", { timeout: 90000 }, async () => {
  const page = await desk("helene");
  await arrived(page);
  await page.getByRole("heading", { name: "Délais" }).waitFor();
  await page.getByText("Protection : Signalé").waitFor();
  await page.getByText(/il reste\s4[67]\sh/).first().waitFor();
  await look(page, "dossier-1-new", { secret: SECRET });
  assert.doesNotMatch(await page.content(), /voiture|Vauclair|Acacias/);
  assert.equal(await page.locator("svg.timeline[role=img]").count(), 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("it records an investigation with the keyboard alone, and reads first what that will do", { timeout: 90000 }, async () => {
  const page = await desk("helene");
  await dossier(page);
  await page.getByRole("link", { name: /Enquête ouverte/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Enquête ouverte" }).waitFor();
  await look(page, "dossier-2-act", { secret: SECRET });
  for (const name of ["e_acte", "e_proxenetisme"]) {
    for (let i = 0; i < 40 && await page.evaluate(() => document.activeElement.name ?? "") !== name; i++) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Space");
  }
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Relire avant d’enregistrer" }).waitFor();
  await page.getByText("Ce délai sera tenu").first().waitFor();
  await look(page, "dossier-3-reread", { secret: SECRET });
  const button = page.getByRole("button", { name: "Enregistrer cet acte" });
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Acte enregistré" }).waitFor();
  await look(page, "dossier-4-done", { secret: SECRET });
  await page.getByRole("link", { name: "Revenir au dossier" }).click();
  await page.getByText("Pénal : Enquête").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("an OPP opens the seven days of the ASE, says so before, and makes the association party", { timeout: 90000 }, async () => {
  const page = await desk("helene");
  await dossier(page);
  await page.getByRole("link", { name: /^OPP/ }).click();
  const today = new Date().toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });
  await answer(page, { "o_date.date": today, o_confie: "ase", o_mention_adn: "non" });
  await page.locator('[name="o_service"]').selectOption({ index: 1 });
  await page.locator('[name="o_lieu.text"]').fill("Foyer d’accueil");
  await page.locator('[name="o_lieu.town"]').fill("Roncey");
  await page.getByRole("button", { name: "Relire avant d’enregistrer" }).click();
  await page.getByRole("heading", { name: "Ce que cet acte va faire" }).waitFor();
  await page.getByText("ne mentionne pas l’évaluation").first().waitFor();
  await page.getByText("deviendra partie au dossier").first().waitFor();
  await look(page, "dossier-5-opp-reread", { secret: SECRET });
  await page.getByRole("button", { name: "Enregistrer cet acte" }).click();
  await page.getByRole("heading", { name: "Acte enregistré" }).waitFor();
  await page.getByRole("link", { name: "Revenir au dossier" }).click();
  await page.getByText("Protection : Évaluation").waitFor();
  await look(page, "dossier-6-opp", { secret: SECRET });
  await page.setViewportSize({ width: 320, height: 800 });
  await page.screenshot({ path: "build/shots/dossier-6-narrow.png", fullPage: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ media: "print" });
  // A drawing is not cut in two: last on paper, it leaves no page half empty; and no title is alone in its frame.
  await page.emulateMedia({ media: "print" });
  const cards = await page.locator(".work > .card").evaluateAll((all) => all.filter((card) => card.checkVisibility())
    .map((card) => [card.getBoundingClientRect().top, card.querySelector("h2").textContent, card.innerText]).sort((a, b) => a[0] - b[0]));
  assert.equal(cards.at(-1)[1], "La vie du dossier");
  assert.deepEqual(cards.filter(([, title, text]) => text.trim() === title), []);
  for (const list of [".limits", ".acts"])
    assert.equal(await page.locator(`.card:has(> ${list})`).first().evaluate((card) => getComputedStyle(card).breakInside), "auto");
  await page.emulateMedia({ media: "screen" });
  await page.pdf({ path: "build/shots/dossier-7.pdf", format: "A4", printBackground: true, preferCSSPageSize: true });
  await page.emulateMedia({ media: null });
  assert.equal((await page.goto(page.at(`/acte?ref=${reference}&forme=enquete_ouverte`))).status(), 409, "it was opened already");
  await page.getByText("Cet acte ne peut pas être enregistré maintenant").waitFor();
  await look(page, "dossier-10-closed", { secret: SECRET });
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const adn = await desk("ines");
  await dossier(adn);
  await adn.getByText("Remettre le rapport de l’association").first().waitFor();
  await adn.getByRole("link", { name: "Le faire" }).first().waitFor();
  assert.doesNotMatch(await adn.content(), /Pénal :/);
  await look(adn, "dossier-8-association", { secret: SECRET });
  await adn.context().close();
});

test("a limit is set aside by hand, without scripts, for a reason and after it was said again", { timeout: 90000 }, async () => {
  const crip = await desk("thomas");
  await dossier(crip);
  await crip.getByText(/^Délais tenus/).click();
  await crip.getByText(/^Historique/).last().click();
  await crip.getByText(/^Changer ce délai/).first().click();
  await crip.getByLabel("Nouveau dernier jour").first().fill("24/12/2030");
  await crip.getByLabel("Pourquoi ?").first().fill("court");
  await crip.getByRole("button", { name: "Changer la date" }).first().click();
  await crip.getByText("Rien n’est changé").waitFor();
  await crip.locator("#date-wrong").getByText("trop lointain").waitFor();
  await crip.locator("#raison-wrong").getByText("Dites pourquoi").waitFor();
  await look(crip, "dossier-11-limit", { secret: SECRET });
  await crip.getByLabel("Nouveau dernier jour").fill("30/02/2027");
  await crip.getByLabel("Pourquoi ?").fill("Audience reportée par le greffe");
  await crip.getByRole("button", { name: "Continuer" }).click();
  await crip.getByRole("alert").getByRole("link", { name: "Ce jour n’existe pas" }).click();
  assert.equal(await crip.evaluate(() => document.activeElement.id), "date");
  assert.equal(await crip.getByText("Désormais").count(), 0);
  await look(crip, "dossier-11-no-such-day", { secret: SECRET });
  assert.deepEqual(crip.faults, []);
  await crip.context().close();

  const page = await desk("thomas", { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  await dossier(page);
  await fits(page);
  await page.getByText(/^Changer ce délai/).first().click();
  await page.getByLabel("Nouveau dernier jour").first().fill("24/12/2030");
  await page.getByLabel("Pourquoi ?").first().fill("trop tard");
  await page.getByRole("button", { name: "Changer la date" }).first().click();
  await page.getByText("Rien n’est changé").waitFor();
  await page.getByRole("link", { name: "Ne rien changer" }).click();
  await page.getByText(/^Changer ce délai/).first().click();
  await page.getByLabel("Pourquoi ?").first().fill("Ouvert deux fois par erreur");
  await page.getByRole("button", { name: "Mettre de côté" }).first().click();
  await page.getByRole("button", { name: "Confirmer" }).waitFor();
  await page.screenshot({ path: "build/shots/dossier-9-limit.png", fullPage: true });
  await page.getByRole("button", { name: "Confirmer" }).click();
  await page.getByRole("heading", { name: "Délais" }).waitFor();
  await page.context().close();
});

test("what is typed in an act is kept without a press, and found again by its author alone", { timeout: 60000 }, async () => {
  const page = await desk("helene");
  const act = `/acte?ref=${reference}&forme=suites_penales`;
  await page.goto(page.at(act));
  const kept = page.waitForResponse((sent) => sent.url().endsWith("/acte/brouillon"));
  await page.locator("textarea").first().fill("Convocation devant le tribunal.");
  assert.equal((await kept).status(), 200);
  await page.goto(page.at(act));
  assert.equal(await page.locator("textarea").first().inputValue(), "Convocation devant le tribunal.");
  await dossier(page);
  await page.getByText(/commencé, gardé/).waitFor();
  await page.context().close();

  const other = await desk("thomas");
  assert.equal((await other.goto(other.at(act))).status(), 403, "an act of the parquet");
  await other.context().close();
});

let parquet; // who named it

test("a service named by mistake is said to be, with the keyboard alone, once what it has and where to call it was read", { timeout: 120000 }, async () => {
  parquet = await seat(demo.central, who(demo.central, "helene"));
  await record(parquet, "saisine_je", reference, { j_je: "tpe-valmont", j_motif: "opp" });
  const judge = await desk("elise");
  await dossier(judge);
  await judge.goto(judge.at(`/fiche?ref=${reference}`));
  await judge.getByRole("button", { name: "Ouvrir la fiche" }).click();
  await judge.getByRole("heading", { name: new RegExp(reference) }).first().waitFor();

  const page = await window(parquet);
  await dossier(page);
  await page.getByRole("link", { name: "Service nommé par erreur" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Service nommé par erreur", level: 1 }).waitFor();
  await answerByKeys(page, { e_role: "juge_enfants", e_je: "Tribunal pour enfants de Roncey", e_raison: "Le domicile est à Roncey" });
  await look(page, "dossier-12-mistaken", { secret: SECRET });
  await page.keyboard.press("Enter");
  await page.getByText("Le service choisi n’est pas partie à ce dossier").waitFor();
  await look(page, "dossier-13-not-party", { secret: SECRET });
  await page.getByRole("link", { name: "Choisir un autre service" }).focus();
  await page.keyboard.press("Enter");
  await page.locator("form.sheet").waitFor();
  await answerByKeys(page, { e_je: "Tribunal pour enfants de Valmont" });
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Relire avant d’enregistrer" }).waitFor();
  await page.getByText("ne sera plus partie au dossier").waitFor();
  await page.getByText("Ce service a déjà ouvert").waitFor();
  await page.getByText(/appelez-le au 01\s99\s00\s10\s40/).waitFor();
  await page.getByText("Une lettre sera faite").waitFor();
  await look(page, "dossier-14-mistaken-reread", { secret: SECRET });
  assert.equal((await dossier(judge)).status(), 200, "nothing is recorded yet");
  await page.getByRole("button", { name: "Enregistrer cet acte" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Acte enregistré" }).waitFor();
  await page.getByText("n’est plus partie au dossier").waitFor();
  await look(page, "dossier-15-mistaken-done", { secret: SECRET });
  assert.deepEqual(page.faults, []);
  await page.context().close();

  assert.equal((await dossier(judge)).status(), 404, "its old link finds nothing");
  await judge.goto(judge.at("/fiches"));
  await judge.getByText(`Le dossier ${reference} ne vous concerne plus.`).waitFor();
  await look(judge, "dossier-16-mistaken-told", { secret: SECRET });
  assert.equal(await judge.getByRole("link", { name: new RegExp(reference) }).count(), 0, "no way back to it");
  assert.doesNotMatch(await judge.content(), /Roncey/, "it does not read why");
  assert.deepEqual(judge.faults, []);
  await judge.context().close();
});

test("without scripts and on a narrow screen, who was named by mistake can be said too", { timeout: 90000 }, async () => {
  await record(parquet, "saisine_je", reference, { j_je: "tpe-roncey", j_motif: "opp" });
  const page = await window(parquet, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  await page.goto(page.at(`/acte?ref=${reference}&forme=service_retire`));
  await fits(page);
  await answer(page, { e_role: "juge_enfants", e_je: "tpe-roncey", e_raison: "Le domicile est à Valmont" });
  await page.screenshot({ path: `${SHOTS}/dossier-17-mistaken-bare.png`, fullPage: true });
  await page.getByRole("button", { name: "Relire avant d’enregistrer" }).click();
  await page.getByText("Ce service n’avait encore rien ouvert ni reçu.").waitFor();
  await page.getByText("elle ne partira plus vers ce service").waitFor();
  await fits(page);
  await page.screenshot({ path: `${SHOTS}/dossier-18-mistaken-bare-reread.png`, fullPage: true });
  await page.getByRole("button", { name: "Enregistrer cet acte" }).click();
  await page.getByRole("heading", { name: "Acte enregistré" }).waitFor();
  await page.context().close();
});
