// What the browser tests share: Chromium, people who sign in, and the look that
// every page is given: axe-core light and dark, no sideways scroll, nothing about
// anyone in its title or address, and a picture in build/shots.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { chromium } from "../../build/deps/src/playwright-core/index.mjs";
import { codeOf } from "../lib/demo.mjs";

const axe = readFileSync("build/deps/src/axe-core/axe.min.js", "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const SHOTS = "build/shots";
mkdirSync(SHOTS, { recursive: true });

export const launch = ({ args = [], ...options } = {}) => chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: [...args, "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  ...options,
});

/**
 * A browser that takes the key of `side` for a good one: of a server whose
 * certificate it had to excuse it would keep no page, whatever it is told.
 */
export const launchTrusting = (side) => launch({
  args: [`--ignore-certificate-errors-spki-list=${Buffer.from(side.spki_sha256, "hex").toString("base64")}`],
});

export const who = (side, login) => side.accounts.find((account) => account.login === login);

/** A page of a browser of its own; `faults` gathers what its console complains of. */
export async function open(browser, side, options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "fr-FR",
    viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  return tab(context, side);
}

/** One more page of the same browser. */
export async function tab(context, side) {
  context.setDefaultTimeout(60000);
  const page = await context.newPage();
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => {
    // A page answered with an error status is reported there too; we mean scripts and policy.
    if (message.type() === "error" && !message.text().includes("Failed to load resource")) page.faults.push(message.text());
  });
  page.on("requestfailed", (request) => {
    // A page left before its icon has come is no fault.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED") page.faults.push(`${request.url()} ${why}`);
  });
  page.at = (path) => new URL(path, side.url).href;
  return page;
}

/** Fill in who one is, and at the central the code that the telephone shows. */
export async function fill(page, account, passphrase = account.passphrase) {
  await page.getByLabel("Votre compte").fill(account.login);
  await page.getByLabel("Votre phrase de passe").fill(passphrase);
  await page.getByRole("button", { name: "Ouvrir ma session" }).click();
  if (!account.totp || passphrase !== account.passphrase) return;
  await page.getByLabel("Code à six chiffres").fill(await codeOf(account));
  await page.getByRole("button", { name: "Ouvrir ma session" }).click();
}

export async function enter(page, account) {
  await page.goto(page.at("/session"));
  await fill(page, account);
  await page.locator("header.bar").waitFor();
}

/** axe-core has nothing to say. It comes over the debugging protocol: the page's policy lets no script in. */
export async function accessible(page, what = page.url(), rules = RULES) {
  await page.waitForLoadState(); // contrast is measured with its style
  if (!await page.evaluate(() => "axe" in globalThis)) await page.evaluate(axe);
  const found = await page.evaluate((only) => globalThis.axe.run(document, { runOnly: only }), rules);
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" | ")}`), [], what);
}

export async function fits(page, what = page.url()) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${what} is ${over} px too wide`);
}

/** What is pressed is at least 48 px high; tables of a desk have rows of 44. */
export async function pressable(page, what = page.url()) {
  const small = await page.evaluate(() => [...document.querySelectorAll(
    "main a.button, button:not(.default), .tile, .door, .numbers a, .rail a, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea")]
    .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 48)
    .map((node) => node.outerHTML.slice(0, 120)));
  assert.deepEqual(small, [], `${what}: every target is at least 48 px high`);
}

/** The whole look at a page; `secret` are words that must stay out of titles and addresses. */
export async function look(page, name, { secret = [], narrow = true } = {}) {
  await page.waitForLoadState();
  assert.equal(await page.title(), "Fiche", "a title says nothing of what is on the page");
  for (const word of secret) assert.ok(!decodeURIComponent(page.url()).toLowerCase().includes(word.toLowerCase()), page.url());
  assert.doesNotMatch(await page.locator("body").innerText(), /\{\{|\}\}/, `${name}: a template shows its own notes`);
  await pressable(page, name);
  await fits(page, name);
  await accessible(page, name);
  await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: "dark" });
  await accessible(page, `${name}, dark`, { type: "rule", values: ["color-contrast"] }); // nothing else changes
  await page.emulateMedia({ colorScheme: "light" });
  if (!narrow) return;
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page, `${name} at 320 px`); // 1280 px magnified to 400 %
  await page.setViewportSize({ width: 640, height: 400 });
  await fits(page, `${name} at 200 %`); // 1280 x 800, twice as large
  await page.setViewportSize(size);
}

/**
 * Answer what this page asks, by the names of its fields: text to type, a value
 * to choose, several, or true to tick. Questions it does not show are left.
 */
export async function answer(page, answers) {
  for (const [name, value] of Object.entries(answers)) {
    const found = page.locator(`[name="${name}"], [name="${name}[]"]`);
    if (await found.count() === 0 || !await found.first().isVisible()) continue;
    const kind = await found.first().evaluate((node) => node.type);
    if (kind === "radio" || kind === "checkbox") {
      for (const one of [value].flat()) {
        await (one === true ? found : found.and(page.locator(`[value="${one}"]`))).check();
      }
    } else if (kind.startsWith("select")) await found.selectOption(value);
    else await found.fill(value);
  }
}

/** The same with the keyboard alone: Tab to a question, arrows to choose, type. */
export async function answerByKeys(page, answers) {
  const focused = () => page.evaluate(() => {
    const node = document.activeElement;
    const seen = node.closest(".tile") ?? node, foot = document.querySelector(".foot");
    return { name: (node.name ?? "").replace("[]", ""), type: node.type, value: node.value,
      outline: getComputedStyle(seen).outlineStyle,
      hidden: !foot.contains(node) && seen.getBoundingClientRect().bottom > foot.getBoundingClientRect().top };
  });
  const left = { ...answers };
  for (let i = 0; i < 120; i++) {
    await page.keyboard.press("Tab");
    const at = await focused();
    if (at.type === "submit" && i > 0 && at.name === "go" && await page.evaluate(() => document.activeElement.closest(".foot") !== null)) return;
    if (!(at.name in left)) continue;
    assert.equal(at.outline, "solid", `the focus is seen on ${at.name}`);
    assert.equal(at.hidden, false, `the foot does not hide ${at.name}`);
    const value = left[at.name];
    if (at.type === "radio") {
      for (let n = 0; n < 30 && (await focused()).value !== value; n++) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Space");
    } else if (at.type === "checkbox") {
      if (value !== true && ![value].flat().includes(at.value)) continue;
      await page.keyboard.press("Space");
      continue;
    } else {
      await page.keyboard.press("Control+A");
      await page.keyboard.type(value);
    }
    delete left[at.name];
  }
  throw new Error("the foot of the form cannot be reached with Tab");
}

/** Count what a person does: every trusted press and key, wherever it goes. */
export async function counting(page) {
  const count = { choices: 0, presses: 0, keys: 0 };
  await page.exposeBinding("counted", (_, what) => { count[what]++; });
  await page.addInitScript(() => {
    addEventListener("pointerdown", (event) => {
      if (event.isTrusted) globalThis.counted(event.target.closest(".tile, select") ? "choices" : "presses");
    }, true);
    addEventListener("keydown", (event) => {
      if (event.isTrusted && !["Shift", "AltGraph"].includes(event.key)) globalThis.counted("keys");
    }, true);
  });
  return count;
}

// Words that must stay out of titles, addresses and lists.
export const SECRET = ["Vauclair", "Camille", "Acacias"];

/** The least that can be sent (DOMAINE 2.3), by the names of the fields. */
export const LEAST = {
  b_danger: "non", d_lieu: "etablissement",
  c_nom: "Vauclair", c_prenom: "Camille", "c_naiss.date": "02/05/2010", c_sexe: "f", c_mna: "non",
  "c_contact.type": "telephone", "c_contact.text": "06 39 98 01 12",
  h_recit: "Vu ce soir à 21 h : elle monte dans une voiture grise devant le foyer. Un autre jeune parle d’une chambre d’hôtel et d’un homme plus âgé.",
  h_contexte: "pair", h_signes: ["SG06", "SG05"],
  "e_domicile.text": "12 rue des Acacias", "e_domicile.town": "Valmont",
  e_info: "pas_encore", f_scol: "descolarise", g_mesure: "aucune", a_cadre: "oui",
};

export const onward = (page) => page.locator(".foot .button.first");

/** From the step one is at to the page to read again; `each` is done on every step. */
export async function through(page, each) {
  await page.locator("form.sheet").waitFor();
  for (let step = 1; !page.url().includes("/relire"); step++) {
    await each(step);
    const before = page.url();
    await onward(page).click();
    await page.waitForURL((url) => url.href !== before)
      .catch(async () => assert.fail(`${before} is as it should: ${await page.locator(".summary").allInnerTexts()}`));
  }
}

/** Sign with the passphrase; answers the reference of the slip. */
export async function sign(page, person) {
  await page.getByRole("checkbox", { name: /J’ai relu/ }).check();
  await page.getByLabel("Votre phrase de passe").fill(person.passphrase);
  await page.getByRole("button", { name: /^Envoyer (la|le) / }).click();
  await page.locator(".slip .reference").waitFor();
  return (await page.locator(".slip .reference").innerText()).trim();
}
