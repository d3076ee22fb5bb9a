// Every page there is, as someone who may see it: the table of routes says which,
// and one that nobody here looks at fails. Empty states and refusals too.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { freePort, startDemo } from "../lib/demo.mjs";
import { inside, makePair } from "../lib/pair.mjs";
import { LEAST, SECRET, SHOTS, answer, enter, fill, fits, launch, look, onward, open, sign, through, who } from "./lib.mjs";

let demo, browser, reference;

// Names of templates somebody has looked at: here, or in the tests named.
const seen = new Set(["accessibility" /* first */, "lock", "sign_in", "step", "slip", "sendings", "cover", "fiche", "reply" /* story */,
  "page_old" /* kiosk */,
  "dossier", "acte", "acte_relire", "acte_fait", "acte_ferme", "delai" /* dossier */]);

before(async () => {
  demo = await startDemo();
  browser = await launch();
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function see(page, name, template, options) {
  await look(page, `pages-${name}`, { secret: SECRET, ...options });
  seen.add(template);
}

test("at a box: accounts, an empty list, a complement with its blocks, a draft that waits, refusals", async () => {
  const person = who(demo.box, "nadia");
  const page = await open(browser, demo.box, { viewport: { width: 1024, height: 600 } });
  await page.goto(demo.box.url);
  await page.goto(page.at("/session"));
  await fill(page, person);
  await page.getByRole("heading", { name: /Bonjour/ }).waitFor();
  await see(page, "box-home", "home");
  await page.goto(page.at("/envois"));
  await see(page, "box-nothing-sent", "sendings");
  await page.goto(page.at("/fiche/papier"));
  await see(page, "box-blank", "blank");

  await page.goto(page.at("/fiche/papier"));
  await see(page, "box-paper", "blank");
  await page.emulateMedia({ media: "print" });
  await page.pdf({ path: `${SHOTS}/pages-box-paper.pdf`, preferCSSPageSize: true });
  await page.emulateMedia({ media: null });

  await page.goto(page.at("/comptes"));
  await see(page, "box-accounts", "staff");
  await answer(page, { name: "Alix Verdier", duty: "Remplaçante de nuit" });
  await page.getByText("12 heures").click();
  await page.getByRole("button", { name: "Ouvrir ce compte" }).click();
  await page.getByRole("heading", { name: /Quatre mots/ }).waitFor();
  await see(page, "box-words", "staff_words");

  await page.goto(page.at("/fiche"));
  await through(page, () => answer(page, LEAST));
  await page.getByRole("checkbox", { name: /J’ai relu/ }).check();
  await page.getByLabel("Votre phrase de passe").fill("quatre mots qui ouvrent rien");
  await page.getByRole("button", { name: "Envoyer la fiche" }).click();
  await page.getByText("Ce n’est pas envoyé.").waitFor();
  await see(page, "box-not-signed", "reread");
  reference = await sign(page, person);

  await page.goto(page.at(`/fiche?forme=complement&ref=${reference}`));
  await page.locator("form.sheet").waitFor();
  await page.getByText("Ajouter des éléments").click();
  await page.getByLabel("Ce qui est nouveau").fill("Un numéro de téléphone est connu.");
  await onward(page).click();
  await page.getByRole("button", { name: "Ajouter un élément" }).first().click();
  assert.equal(await page.locator("[data-block]").count() >= 2, true);
  await page.waitForResponse((sent) => sent.url().endsWith("/brouillon"));
  await see(page, "box-complement", "step");
  await page.goto(page.at("/fiche?forme=fiche"));
  await page.getByText("Un brouillon vous attend").waitFor();
  await see(page, "box-draft-waits", "draft_other");

  assert.equal((await page.goto(page.at("/nulle-part"))).status(), 404);
  await see(page, "box-absent", "error");
  assert.equal((await page.goto(page.at("/bordereau?ref=P-99-TIL-2026-9-A"))).status(), 404);
  await see(page, "box-no-slip", "error", { narrow: false });
  assert.equal((await page.goto(page.at("/activite"))).status(), 403);
  await see(page, "box-refused", "error", { narrow: false });
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

/** It is sent again, and handed over too, without scripts and on a narrow screen. */
async function handBare(cookies) {
  const page = await open(browser, demo.central, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  await page.context().addCookies(cookies);
  await page.goto(page.at(`/courrier/lettre?ref=${reference}`));
  await page.getByText("Envoyer de nouveau, autrement").first().click();
  await page.getByText("Par courriel, en entier").first().click();
  await page.getByRole("button", { name: "Relire avant d’envoyer" }).first().click();
  await page.getByText("La première a été remise autrement").waitFor();
  await page.getByRole("button", { name: "Envoyer de nouveau" }).click();
  await page.getByRole("link", { name: "Remise autrement" }).first().click();
  await fits(page);
  await answer(page, { moyen: "autre", fonction: "secrétariat" });
  await page.getByRole("button", { name: "Relire avant de noter" }).click();
  await page.getByRole("heading", { name: "Avant de noter cette remise" }).waitFor();
  await fits(page);
  await page.screenshot({ path: `${SHOTS}/pages-central-handing-bare.png`, fullPage: true });
  await page.getByRole("button", { name: "Noter la remise" }).click();
  await page.getByText(/en entier, par un autre moyen, à\s: secrétariat/).waitFor();
  await page.context().close();
}

test("at the central: the CRIP is asked why it reads; others find what is theirs, or nothing", async () => {
  const page = await open(browser, demo.central);
  await page.goto(page.at("/session"));
  await page.getByLabel("Votre compte").fill("thomas");
  await page.getByLabel("Votre phrase de passe").fill(who(demo.central, "thomas").passphrase);
  await page.getByRole("button", { name: "Ouvrir ma session" }).click();
  await page.getByLabel("Code à six chiffres").waitFor();
  await see(page, "central-code", "second");
  await enter(page, who(demo.central, "thomas"));
  await page.goto(page.at("/fiches"));
  await page.getByRole("link", { name: reference, exact: true }).waitFor({ timeout: 90000 });
  await page.getByRole("link", { name: reference, exact: true }).click();
  await page.getByText("Pourquoi ouvrez-vous cette fiche ?").waitFor();
  await see(page, "central-why", "cover");
  await page.locator('[name="motif"]').first().click();
  await page.getByText("12 rue des Acacias").waitFor();
  await page.goto(page.at("/recherche"));
  await see(page, "central-search", "search");
  await page.getByLabel("Référence ou nom").fill(reference);
  await page.getByRole("button", { name: "Chercher" }).click();
  await page.getByRole("heading", { name: "Dossiers trouvés" }).waitFor();
  assert.ok(page.url().endsWith("/recherche"), "what is looked for is in no address");
  await see(page, "central-found", "search");
  await page.goto(page.at(`/courrier/lettre?ref=${reference}`));
  await see(page, "central-letter", "courrier_lettre");
  await page.getByText("Envoyer de nouveau, autrement").first().click();
  await page.getByText("Par courriel, en entier").first().click();
  await page.getByRole("button", { name: "Relire avant d’envoyer" }).first().click();
  await page.getByRole("heading", { name: "Avant d’envoyer de nouveau" }).waitFor();
  await see(page, "central-letter-anew", "courrier_lettre");
  await page.goto(page.at(`/courrier/lettre?ref=${reference}`));
  await page.getByRole("link", { name: "Remise autrement : Signalement, Parquet de Valmont" }).click();
  await page.getByText("« Signalement », lettre faite").waitFor();
  await see(page, "central-handing-asked", "remise");
  const hand = page.getByRole("radio", { name: /^En main propre/ });
  for (let i = 0; i < 20 && !await hand.evaluate((node) => node === document.activeElement); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.type("greffe du parquet des mineurs");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("25 h");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Rien n’est noté" }).waitFor();
  await see(page, "central-handing-wrong", "remise");
  await page.locator(".summary a").click();
  assert.match(await page.locator(":focus").getAttribute("aria-describedby"), /-wrong/);
  await page.locator(".field:has(:focus) .wrong").waitFor();
  await page.getByLabel("Heure").fill("");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Avant de noter cette remise" }).waitFor();
  await page.getByText("Cela ne se reprend pas").waitFor();
  await see(page, "central-handing", "remise");
  await page.getByRole("button", { name: "Modifier" }).click();
  assert.equal(await page.getByLabel("À qui, par sa fonction").inputValue(), "greffe du parquet des mineurs");
  await page.getByRole("button", { name: "Relire avant de noter" }).click();
  await page.getByRole("button", { name: "Noter la remise" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(/par Thomas Ferrand, en main propre, sur papier, à\s: greffe du parquet des mineurs/).waitFor();
  await see(page, "central-handed", "courrier_lettre");
  assert.equal(await page.getByRole("link", { name: "Remise autrement : Signalement, Parquet de Valmont" }).count(), 0);
  await handBare(await page.context().cookies());
  await page.goto(page.at("/fiches"));
  await see(page, "central-desk", "desk");
  await page.context().close();

  const other = await open(browser, demo.central);
  await enter(other, who(demo.central, "hugo"));
  await other.goto(other.at("/fiches"));
  await other.getByText("Rien ici pour l’instant").waitFor();
  await see(other, "central-nothing", "desk");
  assert.equal((await other.goto(other.at(`/fiche?ref=${reference}`))).status(), 404, "of another ressort, it does not exist");
  await see(other, "central-not-theirs", "error", { narrow: false });
  assert.equal((await other.goto(other.at("/boitiers"))).status(), 403);
  await other.context().close();
});

test("at the central: boxes, people, the journal, activity", async () => {
  const page = await open(browser, demo.central);
  await enter(page, who(demo.central, "gestion"));
  await see(page, "central-home", "home");
  await page.goto(page.at("/boitiers"));
  await see(page, "central-fleet", "fleet");
  await page.getByRole("link", { name: /TIL/ }).first().click();
  await see(page, "central-box", "box");
  await page.goto(page.at("/boitiers/inscrire"));
  await see(page, "central-invite", "box_new");
  await answer(page, { code: "ROC", name: "Brigade de Roncey", commune: "99011", phone: "01 99 00 20 01" });
  await page.locator(".tile").last().click();
  await page.getByRole("button", { name: "Faire un code" }).click();
  await page.getByRole("heading", { name: /Code pour/ }).waitFor();
  await see(page, "central-invited", "box_new");
  await page.goto(page.at("/personnes"));
  await see(page, "central-people", "people");
  await page.goto(page.at("/courrier"));
  await see(page, "central-mail", "courrier");
  await page.goto(page.at("/activite"));
  await see(page, "central-activity", "activity");
  assert.equal((await page.goto(page.at("/fiches"))).status(), 403, "who manages reads nothing");
  assert.deepEqual(page.faults, []);
  await page.context().close();

  const auditor = await open(browser, demo.central);
  await enter(auditor, who(demo.central, "lucie"));
  await auditor.goto(auditor.at("/journal"));
  await see(auditor, "central-journal", "journal");
  assert.deepEqual(auditor.faults, []);
  await auditor.context().close();
});

// Open, as two admins made it; then the directory names an address that nobody tried out.
function openButFor(central, first) {
  const written = JSON.parse(readFileSync("config/convention/demo/directory.json", "utf8"))
    .services.filter((s) => s.delivery.startsWith("courriel") && s.id !== first);
  const at = Date.now() - 86400000, admin = (login) => `(SELECT id FROM account WHERE login = '${login}')`;
  inside("write", central.dir, `INSERT INTO activation(pack, asked_by, asked_ms, done_ms)
    SELECT 'demo', ${admin("gestion")}, ${at}, ${at + 7200000}`);
  for (const one of written) {
    inside("write", central.dir, `INSERT INTO mailbox(pack, service, address, code, state, next_ms, asked_by, confirmed_ms, confirmed_by, who)
      SELECT 'demo', '${one.id}', '${one.mailbox}', '00000000', 9, ${at}, ${admin("gestion")}, ${at + 3600000}, ${admin("relais")}, 'greffe'`);
  }
}

test("at the central, a new address of the directory is tried out while the others are written to", async () => {
  const { central, end } = await makePair();
  try {
    central.set("smtp_url", `smtp://localhost:${await freePort()}`);
    central.set("smtp_from", "fichep@departement99.example");
    openButFor(central, "parquet-valmont");
    await central.start();
    const page = await open(browser, central);
    await enter(page, who(central, "gestion"));
    await page.goto(page.at("/courrier"));
    await page.getByText("Nouvelles adresses de l’annuaire, jamais essayées").waitFor();
    assert.deepEqual(await page.locator(".note li").allInnerTexts(), ["Parquet de Valmont, mineurs.parquet-valmont@justice.example"]);
    await see(page, "central-mail-new", "courrier");
    await page.getByRole("button", { name: "Essayer les nouvelles adresses" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("c’est à une autre personne de noter le code").waitFor();
    await see(page, "central-mail-asked", "courrier");
    assert.equal(await page.getByLabel("Code lu dans la lettre").count(), 0, "who asked confirms nothing");
    assert.deepEqual(page.faults, []);
    await page.context().close();

    const other = await open(browser, central, { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
    await enter(other, who(central, "relais"));
    await other.goto(other.at("/courrier"));
    await fits(other);
    await other.getByLabel("Code lu dans la lettre").fill("12");
    await other.getByLabel("Fonction de la personne").fill("greffe");
    await other.getByRole("button", { name: "Confirmer Parquet de Valmont" }).click();
    await other.getByText("Ce code n’est pas celui de la lettre d’essai").waitFor();
    await fits(other);
    await other.screenshot({ path: `${SHOTS}/pages-central-mail-code.png`, fullPage: true });
    await other.context().close();
  } finally {
    await end();
  }
});

test("at a box, who looks after the machine sees how it is, and nothing of what is filed", async () => {
  const page = await open(browser, demo.box);
  await enter(page, who(demo.box, "gestion"));
  await page.goto(page.at("/boitier"));
  await see(page, "box-upkeep", "upkeep");
  assert.equal((await page.goto(page.at("/envois"))).status(), 403);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("no page is left unseen", () => {
  const rows = readFileSync("src/core/route.def", "utf8");
  const shown = new Set([...rows.matchAll(/^(?:GET|ACT|REPORT)\(.*?,\s*"([a-z_]+)",/gm)].map((row) => row[1]));
  const files = readdirSync("web/page").map((file) => file.replace(".html", ""));
  assert.deepEqual([...new Set([...shown, ...files])].filter((name) => !seen.has(name)), []);
});
