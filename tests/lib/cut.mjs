// A line that can be cut: TCP from one port to another, which resets both ends
// after so many bytes in one direction, refuses everyone, or holds all back.

import { createServer, connect } from "node:net";

/**
 * Listen on `from` of loopback and carry to `to`. `line.cut = { up: N }` or
 * `{ down: N }` resets every connection once N bytes went that way (0: as soon
 * as it is made); `line.cut = null` carries all. `line.down()` refuses whoever
 * comes and drops who is there, until `line.up()`. `line.seen` counts
 * connections, bytes each way, and cuts made.
 */
export async function makeLine(from, to) {
  const open = new Set();
  const line = { cut: null, seen: { met: 0, up: 0, down: 0, cuts: 0 } };
  const server = createServer((near) => {
    line.seen.met++;
    const far = connect(to, "127.0.0.1");
    const both = [near, far];
    const went = { up: 0, down: 0 };
    const rule = line.cut;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      open.delete(end);
      // One that is still connecting has nothing to reset; one that has said its
      // end refuses to be reset, and node would wait for it for ever at its exit.
      for (const socket of both)
        if (socket.connecting || socket.destroyed || socket.writableEnded) socket.destroy();
        else socket.resetAndDestroy();
    };
    const carry = (way, source, sink) => source.on("data", (part) => {
      const left = rule?.[way] === undefined ? Infinity : rule[way] - went[way];
      went[way] += part.length;
      line.seen[way] += Math.min(part.length, left);
      if (part.length < left) return void sink.write(part);
      // What went before the cut arrives; the rest never does.
      line.seen.cuts++;
      if (left > 0) sink.write(part.subarray(0, left), end);
      else end();
    });
    open.add(end);
    for (const socket of both) socket.setNoDelay(true);
    carry("up", near, far);
    carry("down", far, near);
    near.on("end", () => far.end());
    far.on("end", () => near.end());
    for (const socket of both) {
      socket.on("error", end);
      socket.on("close", () => { if (both.every((s) => s.destroyed)) open.delete(end); });
    }
    if (rule?.up === 0 || rule?.down === 0) { line.seen.cuts++; end(); }
  });
  const listen = () => new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(from, "127.0.0.1", () => { server.off("error", fail); done(); });
  });
  await listen();
  return Object.assign(line, {
    up: listen,
    down() {
      const gone = new Promise((done) => server.close(done));
      for (const end of [...open]) end();
      return Promise.race([gone, new Promise((done) => setTimeout(done, 1000))]);
    },
    async end() {
      if (server.listening) await line.down();
    },
  });
}
