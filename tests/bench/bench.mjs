// What the benches share: the programs of tests/bench/*.c, and the one line a
// number is printed as.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const HOST = { x64: "x86_64", arm64: "aarch64", arm: "armhf" }[process.arch];
export const PROGRAMS = `build/${HOST}/tests/bench`;

/** Run tests/bench/load.c; what it prints. */
export const load = (...words) =>
  execFileSync(`${PROGRAMS}/load`, words.map(String), { encoding: "utf8" });

/** `name: value unit (ratio r, goal g)` */
export function row(name, value, unit, ratio, goal) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const beside = ratio === undefined ? ""
    : ` (ratio ${ratio.toFixed(2)}${goal === undefined ? "" : `, goal ${goal}`})`;
  console.log(`${name}: ${value.toFixed(digits)} ${unit}${beside}`);
}

/** The processes that `pid` has started. */
export const children = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
