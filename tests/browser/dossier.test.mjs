// A dossier at the central, as those who act in it live it: a parquet records an
// OPP on what a foyer filed, reads first what that will do, and whoever owes
// something by it finds the task and its limit.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startDemo, until } from "../lib/demo.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { SECRET, accessible, answer, enter, fits, launch, look, open, who } from "./lib.mjs";

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
  await look(crip, "dossier-11-limit", { secret: SECRET });
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
