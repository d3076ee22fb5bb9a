// S1: deadlines are absolute; a byte now and then buys nobody more time.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "../lib/demo.mjs";
import { HOST, enter, enterTcp, heard, statuses } from "./door.mjs";

let demo, port;
before(async () => {
  demo = await startDemo();
  port = demo.box.port;
});
after(() => demo.stop());

/**
 * Not earlier, as counted from before we came; and not much later. A busy machine
 * may make us late, but a byte that bought time would buy 24 s and more.
 */
const near = (ms, wanted) =>
  assert.ok(ms >= wanted - 50 && ms < wanted + 4500, `${ms} ms, not about ${wanted}`);

/** Come in, do that, and hear until it is closed. */
async function stay(come, act = () => {}) {
  const from = Date.now();
  const socket = await come(port);
  const answer = heard(socket, undefined, from);
  act(socket);
  return answer;
}

/** A byte every 400 ms until the other side closes. */
function dribble(socket, bytes) {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= bytes.length) clearInterval(timer);
    else socket.write(bytes[at++]);
  }, 400);
  socket.once("close", () => clearInterval(timer));
}

test("each deadline", { concurrency: true }, async (t) => {
  const all = [
    t.test("silence is closed after 5 s", async () => {
      const { text, ms } = await stay(enterTcp);
      assert.equal(text, "");
      near(ms, 5000);
    }),
    t.test("half a handshake is closed after 5 s", async () => {
      const { ms } = await stay(enterTcp, (socket) =>
        socket.write(Buffer.from([0x16, 3, 1, 0, 200, 1, 0])));
      near(ms, 5000);
    }),
    t.test("a handshake that dribbles is closed after 5 s", async () => {
      const { ms } = await stay(enterTcp, (socket) =>
        dribble(socket, Array.from({ length: 60 }, (_, i) =>
          Buffer.from([i < 1 ? 0x16 : i < 3 ? 3 : 1]))));
      near(ms, 5000);
    }),
    t.test("a head that dribbles is answered 408 after 5 s", async () => {
      const { text, ms } = await stay(enter, (socket) =>
        dribble(socket, `GET / HTTP/1.1\r\n${HOST}X-A: ${"a".repeat(100)}`));
      assert.deepEqual(statuses(text), [408]);
      near(ms, 5000);
    }),
    t.test("no request at all is closed 5 s after the handshake", async () => {
      const { text, ms } = await stay(enter);
      assert.equal(text, "");
      near(ms, 5000);
    }),
    t.test("a body that dribbles is answered 408 after 15 s", async () => {
      const { text, ms } = await stay(enter, (socket) => {
        socket.write(`POST / HTTP/1.1\r\n${HOST}Content-Length: 100\r\n\r\n`);
        dribble(socket, "b".repeat(100));
      });
      assert.deepEqual(statuses(text), [408]);
      near(ms, 15000);
    }),
    t.test("an idle connection is closed after 30 s", async () => {
      const { text, ms } = await stay(enter, (socket) =>
        socket.write(`GET / HTTP/1.1\r\n${HOST}\r\n`));
      assert.deepEqual(statuses(text), [200]);
      near(ms, 30000);
    }),
  ];
  await Promise.all(all);
});
