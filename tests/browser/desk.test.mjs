// The central's desk, as those who sit at it live it: a fiche comes from the
// foyer, is listed, opened, read, printed, acknowledged, answered; the auditor
// sees that it was; the admin, who reads none, makes an account.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { FICHEP, ask, signIn, startDemo, until } from "../lib/demo.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { enter, launch, look, open, who } from "./lib.mjs";

const LONG = "Elle monte chaque soir dans une voiture grise, devant la grille du foyer, vers 21 h. ".repeat(42);

let demo, browser, reference;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  const nadia = who(demo.box, "nadia");
  reference = await file(await arrive(demo.box, nadia), nadia,
    { answers: { danger: { b_danger: "oui", "b_appels[]": "17" } }, story: `Une voiture grise attendait. ${LONG}` });
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const desk = async (login, options) => {
  const page = await open(browser, demo.central, options);
  await enter(page, who(demo.central, login));
  return page;
};

test("a fiche filed at the foyer appears in the inbox of its parquet, by itself", { timeout: 300000 }, async () => {
  const page = await desk("helene");
  assert.ok(page.url().endsWith("/fiches"));
  await page.getByRole("link", { name: reference, exact: true }).waitFor({ timeout: 90000 });
  await look(page, "desk-1-inbox");
  assert.doesNotMatch(await page.content(), /voiture|Exemple|Alix/);

  const marc = who(demo.box, "marc");
  const second = await file(await arrive(demo.box, marc), marc);
  await page.getByRole("link", { name: second, exact: true }).waitFor({ timeout: 90000 }); // nobody has touched the page
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a parquet opens, reads, prints, acknowledges and answers, and the box hears of it", { timeout: 300000 }, async () => {
  const page = await desk("helene");
  await page.getByRole("link", { name: reference, exact: true }).click();
  await page.getByRole("heading", { name: "Où elle en est" }).waitFor();
  await look(page, "desk-2-cover");
  assert.doesNotMatch(await page.content(), /voiture|Exemple|Alix/);

  await page.getByRole("button", { name: "Ouvrir la fiche" }).click();
  await page.getByText("Une voiture grise attendait.").waitFor();
  await page.getByText("CONFIDENTIEL – Art. 8").waitFor();
  await look(page, "desk-3-reading");
  await page.getByRole("link", { name: "Imprimer" }).click();
  await page.getByRole("button", { name: "Imprimer cette page" }).waitFor();
  const pdf = await page.pdf({ path: "build/shots/desk-4-reading.pdf", format: "A4", printBackground: true, preferCSSPageSize: true });
  // A long account begins where there is room for it, under its title, and leaves no empty frame.
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length, 3);
  await page.goBack();

  await page.getByRole("button", { name: "Accuser réception" }).click();
  await page.getByText("Votre service a accusé réception").waitFor();
  assert.match(await page.locator(".journey").innerText(), /Remise au parquet/);

  // What is pasted is never cut: it is counted under the field, then refused whole, beside it.
  await page.getByLabel("Votre message").fill("é".repeat(995) + "\nfin");
  await page.getByText("1000 caractères au plus, il en reste 1.").waitFor();
  await page.locator("[role=status]").getByText("il en reste 1.").waitFor({ state: "attached" });
  await page.getByLabel("Votre message").fill("é".repeat(1008) + "\nfin");
  await page.getByText("1000 caractères au plus, 12 caractères de trop.").waitFor();
  await look(page, "desk-5-too-long");
  await page.getByRole("button", { name: "Relire avant d’envoyer" }).click();
  await page.getByRole("heading", { name: "Le message n’est pas parti" }).waitFor();
  await page.locator(".field .wrong").getByText("12 caractères de trop : raccourcissez à 1000.").waitFor();
  assert.equal(await page.getByLabel("Votre message").inputValue(), "é".repeat(1008) + "\nfin");
  await look(page, "desk-5-refused");
  await page.getByLabel("Votre message").fill("Le mineur est-il au foyer ce soir ?");
  await page.getByRole("button", { name: "Relire avant d’envoyer" }).click();
  await page.getByRole("heading", { name: "Relisez-le" }).waitFor();
  await look(page, "desk-5-reply");
  await page.getByRole("button", { name: "Envoyer ce message" }).click();
  await page.getByText("pas encore parti").waitFor();
  await look(page, "desk-6-answered");
  // What comes down comes with what goes up: at the next call, at once when something is filed.
  const marc = who(demo.box, "marc");
  await file(await arrive(demo.box, marc), marc);
  const nadia = await arrive(demo.box, who(demo.box, "nadia"));
  await until("the box says that it was delivered, and what was asked", async () => {
    await nadia.go("/envois");
    return /Le mineur est-il au foyer ce soir/.test(nadia.page) && /Remise au parquet/i.test(nadia.page);
  }, 90000, 1000);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("the CRIP says why; a parquet of another ressort finds nothing; the association reads no network", async () => {
  const crip = await desk("thomas");
  await crip.getByRole("link", { name: reference, exact: true }).click();
  await look(crip, "desk-7-motive");
  await crip.getByRole("button", { name: "Traiter la situation" }).click();
  await crip.getByText("Une voiture grise attendait.").waitFor();
  await crip.getByRole("link", { name: "Version communicable" }).click();
  await crip.getByText("Version communicable : sans l’auteur").waitFor();
  assert.doesNotMatch(await crip.locator("main").innerText(), /Nadia Kessler/);
  await look(crip, "desk-8-communicable");
  await crip.context().close();

  const other = await desk("hugo");
  await other.getByText("Rien ici pour l’instant").waitFor();
  await look(other, "desk-9-nothing");
  const answer = await other.goto(other.at(`/fiche?ref=${reference}`));
  assert.equal(answer.status(), 404);
  await other.context().close();
});

test("without scripts and on a narrow screen the desk works the same", async () => {
  const page = await desk("ines", { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  await page.getByRole("heading", { name: "Mon bureau" }).waitFor();
  await page.getByRole("link", { name: "Dossiers" }).click();
  await page.getByText("Rien ici pour l’instant").waitFor();
  await page.context().close();
});

test("the auditor sees each reading, and what is taken away proves itself", async () => {
  const page = await desk("lucie");
  assert.ok(page.url().endsWith("/journal"));
  await page.getByLabel("Action").selectOption({ label: "lecture d’une fiche" });
  await page.getByRole("button", { name: "Filtrer" }).click();
  await until("the readings are listed", async () => await page.locator("tbody tr").count() >= 4);
  await look(page, "desk-10-journal");
  assert.doesNotMatch(await page.locator("main").innerText(), new RegExp(reference));
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const { cookie } = await signIn(demo.central, who(demo.central, "lucie"));
  const list = await until("a checkpoint covers the journal", async () => {
    const answer = await ask(demo.central, "/journal", { headers: { cookie } });
    return /export\.fpa\?de=(\d+)&amp;a=(\d+)/.exec(answer.body);
  }, 90000, 500);
  const part = join(demo.dir, "part.fpa");
  writeFileSync(part, (await ask(demo.central, `/journal/export.fpa?de=${list[1]}&a=${list[2]}`,
    { headers: { cookie } })).bytes);
  const verified = spawnSync(FICHEP, ["audit", "verify", part, "--key", join(demo.central.dir, "audit.vkey")],
    { encoding: "utf8" });
  assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});

test("an admin makes an account, whose first session enrols its telephone", { timeout: 300000 }, async () => {
  const page = await desk("gestion");
  await page.getByRole("link", { name: "Les comptes" }).click();
  await page.getByLabel("Prénom et nom").fill("Solène Braque");
  await page.getByLabel("Fonction").fill("Substitute du procureur");
  await page.getByLabel("Rôle").selectOption({ label: "Parquet des mineurs" });
  await page.getByLabel("Service de l’annuaire").selectOption({ label: "Parquet d’Aubelle" });
  await look(page, "desk-11-accounts");
  await page.getByRole("button", { name: "Ouvrir ce compte" }).click();
  await page.getByRole("heading", { name: "Quatre mots pour Solène Braque" }).waitFor();
  const phrase = await page.locator(".reference").innerText();
  await look(page, "desk-12-words");
  await page.context().close();

  const first = await open(browser, demo.central);
  await first.goto(first.at("/session"));
  await first.getByLabel("Votre compte").fill("solene");
  await first.getByLabel("Votre phrase de passe").fill(phrase);
  await first.getByRole("button", { name: "Ouvrir ma session" }).click();
  await first.getByRole("heading", { name: "Protéger votre compte" }).waitFor();
  await look(first, "desk-13-enrol");
  await first.context().close();
});
