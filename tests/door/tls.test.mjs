// S1: what the door agrees to speak, and nothing else.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { startDemo, until } from "../lib/demo.mjs";
import { enter, enterTcp, heard, visit } from "./door.mjs";

let demo, port;
before(async () => {
  demo = await startDemo();
  port = demo.box.port;
});
after(() => demo.stop());

const OLD = { minVersion: "TLSv1", ciphers: "ALL:@SECLEVEL=0" };

test("the certificate's key is the one that was announced", async () => {
  const socket = await enter(port);
  const { raw } = socket.getPeerCertificate();
  const spki = new X509Certificate(raw).publicKey.export({ type: "spki", format: "der" });
  assert.equal(createHash("sha256").update(spki).digest("hex"), demo.box.spki_sha256);
  socket.destroy();
});

for (const version of ["TLSv1", "TLSv1.1"])
  test(`${version} is refused`, async () => {
    await assert.rejects(enter(port, { ...OLD, maxVersion: version }));
  });

test("a client that speaks TLS 1.3 alone is refused", async () => {
  await assert.rejects(enter(port, { minVersion: "TLSv1.3", maxVersion: "TLSv1.3" }));
});

for (const suite of ["ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-GCM-SHA256"])
  test(`${suite} is accepted`, async () => {
    const socket = await enter(port, { ciphers: suite });
    assert.equal(socket.getCipher().name, suite);
    assert.equal(socket.getProtocol(), "TLSv1.2");
    socket.destroy();
  });

for (const suite of ["ECDHE-ECDSA-AES256-SHA384", "ECDHE-ECDSA-AES128-SHA256",
  "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES128-CCM", "ECDHE-ECDSA-AES256-CCM8",
  "ECDHE-RSA-AES128-GCM-SHA256", "DHE-RSA-AES128-GCM-SHA256", "AES128-GCM-SHA256",
  "AES128-SHA", "AECDH-AES128-SHA", "ECDHE-ECDSA-NULL-SHA"])
  test(`${suite} is refused`, async () => {
    await assert.rejects(enter(port, { ...OLD, ciphers: `${suite}:@SECLEVEL=0` }));
  });

// P-256 is also what a client must know to read our certificate.
for (const [curves, name] of [["X25519:P-256", "X25519"], ["P-256", "prime256v1"]])
  test(`the key is agreed on with ${name}`, async () => {
    const socket = await enter(port, { ecdhCurve: curves });
    assert.equal(socket.getEphemeralKeyInfo().name, name);
    socket.destroy();
  });

test("P-521 is refused", async () => {
  await assert.rejects(enter(port, { ecdhCurve: "P-521" }));
});

test("http/1.1 is the protocol, whatever else the client would speak", async () => {
  const socket = await enter(port, { ALPNProtocols: ["h2", "http/1.1"] });
  assert.equal(socket.alpnProtocol, "http/1.1");
  socket.destroy();
});

test("no session ticket is given, and a session may be taken up again", async () => {
  const first = await enter(port);
  const session = first.getSession();
  assert.equal(first.getTLSTicket(), undefined);
  first.destroy();
  const second = await enter(port, { session });
  assert.equal(second.isSessionReused(), true);
  second.destroy();
});

test("the handshake cannot be begun again", async (t) => {
  const client = spawn("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, "-tls1_2",
    "-servername", "localhost"]);
  t.after(() => client.kill("SIGKILL"));
  client.stdin.on("error", () => {});
  let said = "";
  for (const out of [client.stdout, client.stderr]) out.on("data", (text) => { said += text; });
  await until("the first handshake is done", () => /Verify return code/.test(said));
  client.stdin.write("R\n"); // and its end stays open: it may not leave before it is answered
  await until("the second is begun", () => said.includes("RENEGOTIATING"));
  await until("it is refused", () => /no renegotiation|no_renegotiation/i.test(said));
});

test("compression is not offered", () => {
  const got = spawnSync("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, "-tls1_2",
    "-comp"], { input: "Q\n", timeout: 60000, encoding: "utf8" });
  assert.match(got.stdout, /Compression: NONE/);
  assert.match(got.stdout, /Secure Renegotiation IS supported/);
});

test("whoever speaks plain HTTP hears nothing", async () => {
  const socket = await enterTcp(port);
  const answer = heard(socket);
  socket.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  assert.equal((await answer).text, "");
});

test("noise instead of TLS is closed, and the door stays open", async () => {
  for (let i = 0; i < 50; i++) {
    const socket = await enterTcp(port);
    const answer = heard(socket);
    socket.write(Buffer.from([0x16, 3, 1, i, 7 * i, ...Array(300).fill(i)]));
    socket.end();
    await answer;
  }
  assert.equal((await visit(port)).status, 200);
});
