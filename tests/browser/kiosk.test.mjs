// Filling in at a box as it is really done: by keyboard, without scripts, with
// mistakes, interrupted, hidden in a hurry, without an account.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "../lib/demo.mjs";
import { LEAST, SECRET, accessible, answer, answerByKeys, enter, fill, launch, look, onward, open, sign, tab, through, who } from "./lib.mjs";

let demo, browser;

before(async () => {
  demo = await startDemo();
  browser = await launch();
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

const nothing = async (page, why) => {
  for (const word of SECRET) {
    assert.equal(await page.getByText(word).count(), 0, why);
    assert.equal(await page.locator(`input[value*="${word}"]`).count(), 0, why);
  }
};

test("by the keyboard alone, from the locked screen to the slip, with the focus always to be seen", async () => {
  const person = who(demo.box, "nadia");
  const page = await open(browser, demo.box, { viewport: { width: 1024, height: 600 } });
  await page.goto(demo.box.url);
  await page.keyboard.press("Tab");
  for (let i = 0; i < 10 && !(await page.evaluate(() => document.activeElement.textContent)).includes("Fiche"); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByLabel("Votre compte").waitFor();
  await page.keyboard.type(person.login);
  await page.keyboard.press("Tab");
  await page.keyboard.type(person.passphrase);
  await page.keyboard.press("Enter");
  await page.locator("form.sheet").waitFor();
  for (let step = 1; !page.url().includes("/relire"); step++) {
    const before = page.url();
    await page.locator("main").focus();
    await answerByKeys(page, LEAST);
    await onward(page).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.href !== before)
      .catch(async () => assert.fail(`${before}: ${await page.locator(".summary").allInnerTexts()}`));
  }
  await page.getByRole("checkbox", { name: /J’ai relu/ }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type(person.passphrase);
  await page.keyboard.press("Enter");
  await page.locator(".slip .reference").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("without scripts everything is asked, kept and sent the same", async () => {
  const person = who(demo.box, "claire");
  const page = await open(browser, demo.box, { javaScriptEnabled: false });
  await page.goto(demo.box.url);
  await page.getByRole("link", { name: /Déposer une Fiche/ }).click();
  await fill(page, person);
  await page.getByText("Qui a été appelé ?").waitFor(); // all is shown; the server decides
  await page.getByLabel("Non", { exact: true }).first().check();
  await page.getByRole("button", { name: "Garder et rester ici" }).click();
  await page.getByText(/Brouillon gardé à \d/).waitFor();
  assert.ok(await page.getByLabel("Non", { exact: true }).first().isChecked());
  await through(page, () => answer(page, LEAST));
  await sign(page, person);
  await page.goto(page.at("/envois"));
  await page.getByText(/Enregistrée/).first().waitFor();
  await page.context().close();
});

test("a mistake is said at the top and beside its question, and what was typed stays", async () => {
  const page = await open(browser, demo.box);
  await enter(page, who(demo.box, "marc"));
  await page.goto(page.at("/fiche?etape=mineur"));
  await page.locator('[name="c_nom"]').fill("Vauclair");
  await page.locator('[name="c_naiss.date"]').fill("31/02/2010");
  await onward(page).click();
  const summary = page.locator(".summary");
  await summary.waitFor();
  assert.ok(await summary.evaluate((node) => node === document.activeElement), "it has the focus");
  assert.equal(await page.locator('[name="c_nom"]').inputValue(), "Vauclair");
  assert.equal(await page.locator('[name="c_naiss.date"]').inputValue(), "31/02/2010");
  assert.ok(await page.locator('[name="c_naiss.date"]').getAttribute("aria-invalid"));
  await look(page, "kiosk-1-mistakes", { secret: SECRET });
  await summary.getByRole("link").first().click();
  assert.ok(await page.locator("#f-c_prenom").isVisible());
  // The browser is not asked whether to send it again, by Back or a reload.
  await page.goto(page.at("/fiche?etape=lieu"));
  for (const move of ["goBack", "reload"]) {
    await page[move]();
    assert.match(page.url(), /\/fiche\?etape=mineur/, move);
    assert.equal(await page.locator('[name="c_nom"]').inputValue(), "Vauclair", move);
  }
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("a draft keeps itself; when it cannot, the cause is told and the focus stays", async () => {
  const page = await open(browser, demo.box);
  await enter(page, who(demo.box, "marc"));
  await page.clock.install();
  await page.goto(page.at("/fiche?etape=mineur"));
  const later = () => page.clock.fastForward(9000);
  await page.locator('[name="c_prenom"]').fill("Camille");
  await Promise.all([page.waitForResponse((answer) => answer.url().endsWith("/brouillon")), later()]);
  await page.getByText(/Brouillon gardé à \d/).waitFor();
  for (const [cause, say] of [
    [(route) => route.abort(), "Le boîtier ne répond pas."],
    [(route) => route.fulfill({ status: 503 }), "Votre brouillon n’a pas pu être gardé."],
  ]) {
    await page.route("**/brouillon", cause);
    await page.locator('[name="c_prenom"]').pressSequentially("s");
    await later();
    await page.getByRole("alert").filter({ hasText: say }).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.name), "c_prenom");
    await page.getByText("Brouillon non gardé").waitFor();
    await accessible(page);
    await page.unroute("**/brouillon");
  }
  await later();
  await page.getByText(/Brouillon gardé à \d/).waitFor();
  await page.getByText("Votre brouillon n’a pas pu être gardé.").waitFor({ state: "hidden" });
  await page.context().close();
});

test("hidden in a hurry, nothing comes back by Back, Forward or reload; its author resumes where it was", async () => {
  const page = await open(browser, demo.box);
  const person = who(demo.box, "marc");
  await enter(page, person);
  await page.goto(page.at("/fiche?etape=lieu"));
  await page.goto(page.at("/fiche?etape=mineur"));
  assert.equal(await page.locator('[name="c_nom"]').inputValue(), "Vauclair", "what was kept is there");
  await page.locator('[name="c_nom"]').fill("Vauclair-Acacias"); // not kept yet
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.locator(".hour").waitFor();
  await nothing(page, "the locked screen says nothing");
  for (const move of ["goBack", "goBack", "goForward", "reload"]) {
    await page[move]();
    await page.waitForLoadState();
    await nothing(page, `${move} shows nothing`);
  }
  const other = who(demo.box, "nadia");
  await enter(page, other);
  await page.goto(page.at("/fiche"));
  await nothing(page, "another person has a draft of their own");
  await page.getByRole("button", { name: "Fermer ma session" }).click();
  await page.locator(".hour").waitFor();
  await page.getByRole("link", { name: /Déposer une Fiche/ }).click();
  await fill(page, person);
  await page.locator('[name="c_nom"]').waitFor();
  assert.equal(await page.locator('[name="c_nom"]').inputValue(), "Vauclair-Acacias", "even what was typed last");
  await page.context().close();
});

test("without an account, from the locked screen: who one is, and the slip", async () => {
  const page = await open(browser, demo.box, { viewport: { width: 1024, height: 600 } });
  await page.goto(demo.box.url);
  await page.getByRole("link", { name: /sans compte/ }).click();
  await look(page, "kiosk-2-urgent");
  await through(page, () => answer(page, LEAST));
  await look(page, "kiosk-3-urgent-reread", { secret: SECRET });
  await page.getByRole("checkbox", { name: /J’ai relu/ }).check();
  await answer(page, { who_name: "Alix Verdier", who_duty: "Remplaçant de nuit", who_phone: "06 39 98 01 12" });
  await page.getByRole("button", { name: "Envoyer la fiche" }).click();
  await page.locator(".slip .reference").waitFor();
  await look(page, "kiosk-4-urgent-slip", { secret: SECRET });
  await page.goBack();
  await page.waitForLoadState();
  await nothing(page, "what was sent does not come back");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

/** One page of an emergency, kept. */
async function urgently(page) {
  await page.goto(page.at("/urgence"));
  await page.locator("form.sheet").waitFor();
  await page.getByRole("button", { name: "3 Le mineur" }).click();
  await page.locator('[name="c_nom"]').fill("Vauclair");
  await onward(page).click();
  await page.locator(".summary").waitFor();
}

test("an emergency that is hidden, or left alone, is out of reach of whoever comes next, who is told that it waits", async () => {
  for (const hide of [
    (page) => page.getByRole("button", { name: "Masquer cette page" }).click(),
    async (page) => { for (let i = 0; i < 2; i++) await page.keyboard.press("Escape"); },
    async (page) => {
      await page.clock.fastForward("04:20");
      await page.getByRole("alert").filter({ hasText: "Cette page se ferme" }).getByText("cela partira tel quel deux heures plus tard").waitFor();
      await page.clock.fastForward("02:00");
    },
  ]) {
    const page = await open(browser, demo.box);
    await page.clock.install();
    await urgently(page);
    await hide(page);
    await page.locator(".hour").waitFor();
    await page.getByRole("link", { name: /sans compte/ }).click();
    await page.getByText(/Un dépôt sans compte, gardé ici à \d/).waitFor();
    await page.goto(page.at("/urgence?etape=mineur"));
    await page.locator('[name="c_nom"]').waitFor();
    await nothing(page, "the next one's form is empty");
    for (let i = 0; i < 4; i++) {
      await page.goBack().catch(() => {}); // an answer to a form is not asked for again
      await nothing(page, "nor does Back bring it");
    }
    await page.context().close();
  }
});

test("inside a form the end of the session is announced, says that all is kept, and can be put off", async () => {
  const page = await open(browser, demo.box);
  await enter(page, who(demo.box, "nadia"));
  await page.clock.install();
  await page.goto(page.at("/fiche?etape=mineur"));
  await page.locator('[name="c_nom"]').waitFor();
  await page.waitForLoadState();
  const notice = page.getByRole("alert").filter({ hasText: "Cette page se ferme" });
  await page.clock.fastForward("03:30");
  await notice.getByText("Ce que vous avez écrit est gardé.").waitFor();
  await page.getByRole("button", { name: "Rester" }).click();
  await notice.waitFor({ state: "hidden" });
  assert.ok(page.url().includes("etape=mineur"));
  await page.context().close();
});

test("who was reading again when the session closed finds the same page, and sends it", async () => {
  const person = who(demo.box, "nadia");
  const page = await open(browser, demo.box);
  await enter(page, person);
  await page.goto(page.at("/fiche"));
  await through(page, () => answer(page, { ...LEAST, c_nom: "Delmas" }));
  const read = await page.locator("main").innerText();
  await page.clock.install();
  await page.reload();
  await page.clock.fastForward("03:30");
  await page.getByRole("alert").filter({ hasText: "Cette page se ferme" }).getByText("Ce que vous avez écrit est gardé.").waitFor();
  await look(page, "kiosk-6-reread-ending", { secret: SECRET });
  await page.clock.fastForward("02:00");
  await page.locator(".hour").waitFor();
  await page.getByRole("link", { name: /Déposer une Fiche/ }).click();
  await fill(page, person);
  await page.waitForURL(/\/fiche\/relire$/);
  assert.equal(await page.locator("main").innerText(), read);
  await page.getByRole("link", { name: "Revenir aux questions" }).first().click();
  await page.locator('[name="k_parquet"]').first().waitFor({ state: "attached" });
  await onward(page).click();
  await sign(page, person);
  await page.context().close();
});

test("a page left open on a fiche that has gone adds nothing to the next one, and gives back what was typed", async () => {
  const person = who(demo.box, "nadia");
  const page = await open(browser, demo.box);
  await enter(page, person);
  await page.goto(page.at("/fiche"));
  await through(page, () => answer(page, { ...LEAST, c_nom: "Delaunay" }));
  const old = await tab(page.context(), demo.box);
  await old.goto(page.at("/fiche?etape=faits"));
  await old.locator('[name="h_recit"]').waitFor();
  await sign(page, person);
  await old.locator('[name="h_recit"]').fill("Elle vient de rentrer, à 23 h 40, avec un téléphone neuf.");
  await old.getByRole("alert").filter({ hasText: "n’est plus celle de votre brouillon" }).waitFor();
  await onward(old).click();
  await old.getByRole("heading", { name: "Cette page n’est plus à jour" }).waitFor();
  await old.getByText("avec un téléphone neuf").waitFor();
  await look(old, "kiosk-5-page-old", { secret: SECRET });
  await page.goto(page.at("/accueil"));
  await page.getByRole("link", { name: /Déposer une Fiche P/ }).waitFor(); // and begins none
  await page.context().close();
});

test("a second fiche about the same minor is noticed, and one tick says it is the same situation", async () => {
  const person = who(demo.box, "nadia");
  const page = await open(browser, demo.box);
  await enter(page, person);
  let first;
  for (const again of [false, true]) {
    await page.goto(page.at("/fiche"));
    await through(page, () => answer(page, { ...LEAST, c_nom: "Ferrand" }));
    const notice = page.getByText(/Une fiche est déjà partie d’ici pour ce mineur/);
    assert.equal(await notice.count(), again ? 1 : 0);
    if (again) await page.getByRole("checkbox", { name: `C’est la même situation que ${first}` }).check();
    if (again) await look(page, "kiosk-6-same-minor", { secret: SECRET });
    const reference = await sign(page, person);
    first ??= reference;
  }
  await page.getByText(`À propos de ${first}`).waitFor();
  await page.context().close();
});

const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;

test("a slip is printed on one page, and what is read again before sending on two", async () => {
  const person = who(demo.box, "marc");
  const page = await open(browser, demo.box);
  await enter(page, person);
  await page.goto(page.at("/fiche?etape=danger")); // of the draft an earlier test left
  await through(page, () => answer(page, { ...LEAST, h_recit: "Elle monte chaque soir dans une voiture grise. ".repeat(40) }));
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.getByLabel("Votre phrase de passe").isHidden());
  const paper = { format: "A4", preferCSSPageSize: true };
  assert.equal(pages(await page.pdf({ ...paper, path: "build/shots/kiosk-7-reread.pdf" })), 2);
  await page.emulateMedia({ media: "screen" });
  await sign(page, person);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.getByRole("link", { name: "Mes envois" }).isHidden());
  assert.equal(pages(await page.pdf({ ...paper, path: "build/shots/kiosk-8-slip.pdf" })), 1);
  await page.context().close();
});

test("what left without account is found by those who are there", async () => {
  const page = await open(browser, demo.box);
  await enter(page, who(demo.box, "nadia"));
  await page.goto(page.at("/envois"));
  await page.getByRole("link", { name: "Envois de l’établissement" }).click();
  await page.getByRole("heading", { name: "Fiche P, sans compte" }).first().waitFor();
  await look(page, "kiosk-9-house", { secret: SECRET });
  await page.context().close();
});

test("an investigator asks for the association from the locked screen, under a reference of its own", async () => {
  const person = who(demo.box, "claire");
  const page = await open(browser, demo.box);
  await page.goto(demo.box.url);
  await page.getByRole("link", { name: /Demander une intervention/ }).click();
  await fill(page, person);
  await through(page, () => answer(page, {
    q_enq: "Enquêtrice de permanence", q_proc: "2026/001234", q_cadre: "flagrance", q_qualif: "oui", q_instr: "attente",
    q_min: "Camille A.", "q_age.age": "15", q_sexe: "f", q_residence: "ici", q_mna: "non", q_accord: "oui",
    "q_quand.date": "25/11/2027", "q_quand.time": "10 h 00", q_mode: "distance", q_moyen: "Téléphone",
  }));
  await look(page, "kiosk-10-intervention", { secret: SECRET });
  await page.getByRole("button", { name: "Envoyer la demande" }).waitFor();
  assert.match(await sign(page, person), /^I-99-TIL-2026-/);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
