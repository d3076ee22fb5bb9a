// S1: what is not exactly a request is answered, closed, and goes no further.

import { test, before, after } from "node:test";
import assert from "node:assert/strict";
import { startDemo } from "../lib/demo.mjs";
import { HOST, enter, heard, say, statuses, visit } from "./door.mjs";

let demo, port;
before(async () => {
  demo = await startDemo();
  port = demo.box.port;
});
after(() => demo.stop());

const get = (fields, line = "GET / HTTP/1.1") => `${line}\r\n${fields}\r\n`;
const post = (fields, body) => `POST / HTTP/1.1\r\n${HOST}${fields}\r\n${body}`;
const many = (n) => Array.from({ length: n }, (_, i) => `X-${i}: 1\r\n`).join("");

const refused = [
  [400, "no Host", get("")],
  [400, "two Hosts", get(HOST + HOST)],
  [400, "an empty Host", get("Host: \r\n")],
  [400, "two different lengths", post("Content-Length: 3\r\nContent-Length: 5\r\n", "abcde")],
  [400, "the same length twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")],
  [400, "a length in a list", post("Content-Length: 3, 3\r\n", "abc")],
  [400, "a length with a sign", post("Content-Length: +3\r\n", "abc")],
  [400, "a negative length", post("Content-Length: -1\r\n", "")],
  [400, "a hexadecimal length", post("Content-Length: 0x3\r\n", "abc")],
  [400, "a length and chunks", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")],
  [400, "chunks alone", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n")],
  [400, "a space before the colon", get(`${HOST}X-A : 1\r\n`)],
  [400, "a space before the colon of a length", post("Content-Length : 3\r\n", "abc")],
  [400, "a folded field", get(`${HOST}X-A: 1\r\n 2\r\n`)],
  [400, "a bare line feed", `GET / HTTP/1.1\n${HOST}\r\n`],
  [400, "a bare line feed between fields", `GET / HTTP/1.1\r\nHost: localhost\nX-A: 1\r\n\r\n`],
  [400, "a bare carriage return", get("Host: local\rhost\r\n")],
  [400, "a NUL", get(`${HOST}X-A: a\0b\r\n`)],
  [400, "a byte above ASCII", get(`${HOST}X-A: \xe9\r\n`)],
  [400, "an upgrade", get(`${HOST}Connection: upgrade\r\nUpgrade: websocket\r\n`)],
  [400, "the absolute form", get(HOST, "GET http://localhost/ HTTP/1.1")],
  [400, "the asterisk form", get(HOST, "GET * HTTP/1.1")],
  [400, "a path with a percent", get(HOST, "GET /%2e%2e/ HTTP/1.1")],
  [400, "a path upwards", get(HOST, "GET /../ HTTP/1.1")],
  [400, "two spaces", get(HOST, "GET  / HTTP/1.1")],
  [400, "no version", get(HOST, "GET /")],
  [400, "a body to GET", get(`${HOST}Content-Length: 3\r\n`) + "abc"],
  [411, "POST without a length", post("", "abc")],
  [413, "a body too long", post("Content-Length: 98305\r\n", "")],
  [413, "an endless length", post("Content-Length: 99999999999999999999\r\n", "")],
  [414, "a line too long", get(HOST, `GET /${"a".repeat(600)} HTTP/1.1`)],
  [417, "an expectation", post("Content-Length: 3\r\nExpect: 100-continue\r\n", "abc")],
  [431, "too many fields", get(HOST + many(32))],
  [431, "fields too long", get(`${HOST}X-A: ${"a".repeat(8200)}\r\n`)],
  [501, "another method", get(HOST, "DELETE / HTTP/1.1")],
  [501, "CONNECT", get(HOST, "CONNECT / HTTP/1.1")],
  [501, "a method in small letters", get(HOST, "get / HTTP/1.1")],
  [505, "HTTP/1.0", get(HOST, "GET / HTTP/1.0")],
  [505, "HTTP/2.0", get(HOST, "GET / HTTP/2.0")],
];

for (const [status, what, bytes] of refused)
  test(`${what}: ${status}, then closed`, async () => {
    const text = await say(port, bytes);
    assert.deepEqual(statuses(text), [status]);
    assert.match(text, /\r\nConnection: close\r\n/i);
    assert.match(text, /\r\nContent-Security-Policy: default-src 'none'/);
    assert.doesNotMatch(text, /\r\nServer:/i);
    assert.match(text, /119/); // whom to call stands on every refusal
  });

const second = `GET /second HTTP/1.1\r\n${HOST}\r\n`;
const smuggled = [
  ["a request in the body of another", post(`Connection: close\r\nContent-Length: ${second.length}\r\n`, second)],
  ["a request after a short body", post("Content-Length: 2\r\n", `ab${second}`)],
  ["a request after a GET", get(HOST) + second],
  ["chunks that hide a request", post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
    `0\r\n\r\n${second}`)],
  ["chunks in disguise", post("Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n",
    `0\r\n\r\n${second}`)],
  ["chunks behind a tab", post("Transfer-Encoding:\tchunked\r\nContent-Length: 3\r\n",
    `0\r\n\r\n${second}`)],
  ["a length hidden by a fold", post("X-A: 1\r\n Content-Length: 60\r\n", second)],
  ["a field that ends in a bare CR", post("X-A: 1\rContent-Length: 60\r\nContent-Length: 0\r\n",
    second)],
];

for (const [what, bytes] of smuggled)
  test(`${what}: one answer, then closed`, async () => {
    assert.equal(statuses(await say(port, bytes)).length, 1);
  });

test("a request that comes byte by byte is the same request", async () => {
  const socket = await enter(port);
  const answer = heard(socket);
  for (const byte of get(`${HOST}Connection: close\r\n`)) socket.write(byte);
  assert.deepEqual(statuses((await answer).text), [200]);
});

test("a client cannot say whose address it comes from", async () => {
  const text = await say(port, get(`${HOST}X-Fichep-Peer: 10.0.0.1\r\nConnection: close\r\n`));
  assert.deepEqual(statuses(text), [200]);
});

test("HEAD is answered without a body", async () => {
  const text = await say(port, get(`${HOST}Connection: close\r\n`, "HEAD / HTTP/1.1"));
  assert.deepEqual(statuses(text), [200]);
  assert.match(text, /\r\n\r\n$/);
});

test("after all this an ordinary visitor is served", async () => {
  assert.equal((await visit(port)).status, 200);
});
