// What stays at the central once a fiche was read there: nothing that Back,
// Forward, a reload or the history could bring again. And what is done with a
// fiche is done as well without scripts, and with the keyboard alone.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { startDemo, until } from "../lib/demo.mjs";
import { arrive, file } from "../lib/filing.mjs";
import { enter, fits, launchTrusting, open, tab, who } from "./lib.mjs";

const STORY = "Une voiture grise attendait.";
const SECRET = [STORY, "Vauclair", "Acacias"];

let demo, browser;
const references = [];

before(async () => {
  demo = await startDemo();
  browser = await launchTrusting(demo.central);
  const nadia = await arrive(demo.box, who(demo.box, "nadia"));
  for (const first of ["Camille", "Alix", "Sacha"]) {
    references.push(await file(nadia, who(demo.box, "nadia"), { story: STORY, answers: {
      mineur: { c_nom: "Vauclair", c_prenom: first, "c_naiss.age": "15" },
      situation: { "e_domicile.text": "12 rue des Acacias", "e_domicile.town": "Valmont" } } }));
  }
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function desk(login, options) {
  const page = await open(browser, demo.central, { ...options, ignoreHTTPSErrors: false });
  await enter(page, who(demo.central, login));
  await until("the fiches have come", async () => {
    await page.goto(page.at("/fiches"));
    return await page.getByRole("link", { name: references[2], exact: true }).count() > 0;
  }, 60000, 300);
  return page;
}

/** What of it is in the page, once it has come to rest. */
async function shows(page) {
  const text = await until("the page rests", async () => {
    await page.waitForLoadState();
    return page.content().catch(() => undefined); // it leads elsewhere by itself
  });
  return SECRET.filter((word) => text.includes(word));
}

/** Tab until what has the focus is `wanted`, and it is seen to have it. */
async function reach(page, wanted, what) {
  for (let i = 0; i < 90; i++) {
    await page.keyboard.press("Tab");
    if (!await wanted.evaluate((node) => node === document.activeElement)) continue;
    const outline = await page.evaluate(() => {
      const node = document.activeElement;
      return getComputedStyle(node.closest("tr[data-line], .lines tr") ?? node).outlineStyle;
    });
    assert.equal(outline, "solid", `the focus is seen on ${what}`);
    return;
  }
  assert.fail(`${what} cannot be reached with Tab`);
}

/** Read as a person does; then the dossier, and the desk. */
async function read(page, reference) {
  await page.getByRole("link", { name: reference, exact: true }).click();
  await page.getByRole("button", { name: "Ouvrir la fiche" }).click();
  await page.getByText(STORY).waitFor();
  assert.deepEqual(await shows(page), SECRET, "it is there to be read");
}

for (const [how, leave] of [
  ["by its button", (page) => page.getByRole("button", { name: "Fermer ma session" }).click()],
  ["by Escape, twice", async (page) => { await page.keyboard.press("Escape"); await page.keyboard.press("Escape"); }]]) {
  test(`a session that is closed ${how} leaves nothing of a fiche to Back, Forward, a reload or the history`, { timeout: 180000 }, async () => {
    const page = await desk("helene");
    await read(page, references[0]);
    const reading = page.url();
    await page.goto(page.at(`/dossier?ref=${references[0]}`));
    await page.goBack();
    await page.getByText(STORY).waitFor(); // its session is open: read again, and recorded again
    await leave(page);
    await page.locator(".hour").waitFor();
    assert.deepEqual(await shows(page), []);

    for (let i = 0; i < 6; i++) {
      await page.goBack({ waitUntil: "load" }).catch(() => null); // the first page has none before
      assert.deepEqual(await shows(page), [], `Back, ${i + 1}: ${page.url()}`);
    }
    for (let i = 0; i < 6; i++) {
      await page.goForward({ waitUntil: "load" }).catch(() => null);
      assert.deepEqual(await shows(page), [], `Forward, ${i + 1}: ${page.url()}`);
    }
    await page.reload();
    assert.deepEqual(await shows(page), []);
    await page.goto(reading);
    assert.ok(page.url().endsWith("/session"), "the address that was read asks who is there");
    await page.reload();
    assert.deepEqual(await shows(page), []);

    const other = await tab(page.context(), demo.central); // of the same browser: its cache, its cookies
    await other.goto(reading);
    assert.deepEqual(await shows(other), []);
    assert.ok(other.url().endsWith("/session"));
    await other.goto(page.at("/fiche/pdf?ref=" + references[0]));
    assert.deepEqual(await shows(other), []);
    await page.context().close();
  });
}

test("without scripts either, and after another person has signed in", { timeout: 180000 }, async () => {
  const page = await desk("helene", { javaScriptEnabled: false });
  await read(page, references[0]);
  const reading = page.url();
  await page.getByRole("button", { name: "Fermer ma session" }).click();
  await page.locator(".hour").waitFor();
  await page.goBack({ waitUntil: "load" }).catch(() => null);
  assert.deepEqual(await shows(page), []);
  await enter(page, who(demo.central, "hugo"));
  for (let i = 0; i < 8; i++) {
    await page.goBack({ waitUntil: "load" }).catch(() => null);
    assert.deepEqual(await shows(page), [], `Back, ${i + 1}: ${page.url()}`);
  }
  assert.equal((await page.goto(reading)).status(), 404, "of another ressort, it does not exist");
  await page.context().close();
});

test("without scripts a fiche is opened, acknowledged and answered on a narrow screen", { timeout: 180000 }, async () => {
  const page = await desk("helene", { javaScriptEnabled: false, viewport: { width: 320, height: 800 } });
  await read(page, references[1]);
  await fits(page);
  await page.goto(page.at(`/fiche?ref=${references[1]}`));
  await page.getByRole("button", { name: "Accuser réception" }).click();
  await page.getByText("Votre service a accusé réception").waitFor();
  await page.getByLabel("Votre message").fill("Le mineur est-il rentré ?");
  await page.getByRole("button", { name: "Relire avant d’envoyer" }).click();
  await page.getByRole("heading", { name: "Relisez-le" }).waitFor();
  await fits(page);
  await page.getByRole("button", { name: "Envoyer ce message" }).click();
  await page.getByText("pas encore parti").waitFor();
  await page.getByText("Le mineur est-il rentré ?").waitFor();
  await page.context().close();
});

test("with the keyboard alone a fiche is opened, acknowledged and answered", { timeout: 180000 }, async () => {
  const page = await desk("helene");
  await page.waitForLoadState();
  await reach(page, page.getByRole("link", { name: references[2], exact: true }), "the line");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: references[2] }).waitFor();
  await reach(page, page.getByRole("button", { name: "Ouvrir la fiche" }), "« Ouvrir »");
  await page.keyboard.press("Enter");
  await page.getByText(STORY).waitFor();
  await reach(page, page.getByRole("button", { name: "Accuser réception" }), "« Accuser »");
  await page.keyboard.press("Space");
  await page.getByText("Votre service a accusé réception").waitFor();
  await reach(page, page.getByLabel("Votre message"), "the message");
  await page.keyboard.type("Merci, c’est lu.");
  await reach(page, page.getByRole("button", { name: "Relire avant d’envoyer" }), "« Relire »");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Relisez-le" }).waitFor();
  await reach(page, page.getByRole("button", { name: "Envoyer ce message" }), "« Envoyer »");
  await page.keyboard.press("Enter");
  await page.getByText("pas encore parti").waitFor();
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
