// Durable requests per second of the turn loop: one commit for all who wait,
// against one commit for each, on the disk the build is on.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { PROGRAMS, row } from "./bench.mjs";

const folder = mkdtempSync("build/bench-");
try {
  const text = execFileSync(`${PROGRAMS}/turn`, [folder, "3"], { encoding: "utf8" });
  const rate = Object.fromEntries(text.trim().split("\n").map((line) => line.split(" "))
    .map(([name, n]) => [name, Number(n)]));
  row("durable entries per second, one commit each", rate.alone, "/s");
  for (const n of [1, 8, 64]) {
    row(`durable requests per second, ${n} at once`, rate[n], "/s",
      rate[n] / rate.alone, n === 64 ? 5 : undefined);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
