// What the tests of the door share: bytes over TLS as nobody's library would
// send them, and an ordinary client to compare with.

import { connect as tcpConnect } from "node:net";
import { connect as tlsConnect } from "node:tls";

export const HOST = "Host: localhost\r\n";

/** A TLS connection; fails with the error of the handshake. */
export function enter(port, options = {}) {
  return new Promise((done, fail) => {
    const socket = tlsConnect({ host: "127.0.0.1", port, rejectUnauthorized: false,
      maxVersion: "TLSv1.2", ...options }, () => {
      socket.removeListener("error", fail);
      socket.on("error", () => {});
      done(socket);
    });
    socket.once("error", fail);
  });
}

export function enterTcp(port) {
  return new Promise((done, fail) => {
    const socket = tcpConnect({ host: "127.0.0.1", port }, () => {
      socket.removeListener("error", fail);
      socket.on("error", () => {});
      done(socket);
    });
    socket.once("error", fail);
  });
}

/**
 * Everything the other side says until it closes, and after how many ms; `from` may
 * be earlier than now, where the other side's clock may have begun before ours.
 */
export function heard(socket, most = 60000, from = Date.now()) {
  return new Promise((done, fail) => {
    const parts = [];
    const timer = setTimeout(() => {
      socket.destroy();
      fail(new Error(`still open after ${most} ms`));
    }, most);
    socket.on("data", (part) => parts.push(part));
    socket.once("close", () => {
      clearTimeout(timer);
      done({ text: Buffer.concat(parts).toString("latin1"), ms: Date.now() - from });
    });
  });
}

/** Send these bytes in one new connection; what came back until it closed. */
export async function say(port, bytes, options) {
  const socket = await enter(port, options);
  const answer = heard(socket);
  socket.write(Buffer.from(bytes, "latin1"));
  return (await answer).text;
}

/** The statuses of all answers in a text. */
export const statuses = (text) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((found) => Number(found[1]));

/** One ordinary request on a connection of its own: status and ms, all included. */
export async function visit(port, path = "/") {
  const from = performance.now();
  const text = await say(port, `GET ${path} HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
  return { status: statuses(text)[0], ms: performance.now() - from, text };
}
