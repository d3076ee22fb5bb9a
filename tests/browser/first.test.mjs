// The first page a browser loads, counted where it counts: on the wire, behind a
// relay that adds up every byte the server sends, TLS and header fields included.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { createServer, connect } from "node:net";
import { startDemo } from "../lib/demo.mjs";
import { launch, look, open } from "./lib.mjs";

const MOST = 60000; // bytes

let demo, browser;

before(async () => {
  demo = await startDemo();
  browser = await launch();
}, { timeout: 300000 });

after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function relay(port) {
  const seen = { bytes: 0 };
  const server = createServer((from) => {
    const to = connect(port, "127.0.0.1");
    to.on("data", (part) => { seen.bytes += part.length; });
    for (const [one, other] of [[from, to], [to, from]]) {
      one.pipe(other);
      one.on("error", () => other.destroy());
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { url: `https://localhost:${server.address().port}/`, seen, stop: () => server.close() };
}

for (const name of ["box", "central"]) {
  test(`the first page of the ${name} weighs at most 60 kB on the wire with everything it loads`, async (t) => {
    const line = await relay(demo[name].port);
    const page = await open(browser, line);
    await page.goto(line.url, { waitUntil: "networkidle" });
    assert.match(await page.evaluate(() => getComputedStyle(document.body).fontFamily), /Atkinson/);
    assert.ok(await page.evaluate(() => document.fonts.check("18px 'Atkinson Hyperlegible'")));
    const first = line.seen.bytes;
    t.diagnostic(`${name}: ${first} bytes`);
    assert.ok(first <= MOST, `${first} bytes`);

    await page.goto(line.url, { waitUntil: "networkidle" });
    const again = line.seen.bytes - first;
    t.diagnostic(`${name}, once more: ${again} bytes`);
    assert.ok(again < first / 3, `what does not change is kept: ${again} bytes`);
    line.stop();
    await page.context().close();
  });
}

test("the statement of accessibility is one tap from the locked screen, for anyone", async () => {
  const page = await open(browser, demo.box);
  await page.goto(demo.box.url);
  await page.getByRole("link", { name: "Accessibilité" }).click();
  await page.getByRole("heading", { name: "Accessibilité" }).waitFor();
  await look(page, "both-accessibility");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
