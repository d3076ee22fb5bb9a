// The crowd at the door, in a process of its own: slow, silent and half-hearted
// clients that come back as soon as they are turned away.
//
//   node crowd.mjs PORT DRIBBLERS SILENT HALVES

import { connect as tcpConnect } from "node:net";
import { connect as tlsConnect } from "node:tls";

const [port, dribblers, silent, halves] = process.argv.slice(2).map(Number);
const to = { host: "127.0.0.1", port };
const ends = { closed: 0 };

function again(come, socket) {
  let timer = null;
  const back = () => {
    ends.closed++;
    clearInterval(timer);
    setTimeout(come, 20 + Math.random() * 100);
  };
  socket.once("close", back);
  socket.on("error", () => {});
  return { every: (ms, act) => { timer = setInterval(act, ms); } };
}

function comeSilent() {
  again(comeSilent, tcpConnect(to));
}

/* A ClientHello that announces more than will ever come. */
function comeHalf() {
  const socket = tcpConnect(to, () => socket.write(
    Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, ...Array(60).fill(7)])));
  again(comeHalf, socket);
}

function comeDribbling(inBody) {
  const come = () => comeDribbling(inBody);
  const socket = tlsConnect({ ...to, rejectUnauthorized: false, maxVersion: "TLSv1.2" }, () => {
    socket.write(inBody
      ? "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n"
      : "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    held.every(2000 + Math.random() * 2000, () => socket.write("a"));
  });
  const held = again(come, socket);
}

for (let i = 0; i < silent; i++) comeSilent();
for (let i = 0; i < halves; i++) comeHalf();
for (let i = 0; i < dribblers; i++) comeDribbling(i % 2 === 0);
setInterval(() => console.log(ends.closed), 1000);
