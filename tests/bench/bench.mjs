// What the benches share: the programs of tests/bench/*.c, and the one line a
// number is printed as.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const HOST = { x64: "x86_64", arm64: "aarch64", arm: "armhf" }[process.arch];
export const PROGRAMS = `build/${HOST}/tests/bench`;

/** Run tests/bench/load.c; what it prints. */
export const load = (...words) =>
  execFileSync(`${PROGRAMS}/load`, words.map(String), { encoding: "utf8" });

const written = (value) => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);

/** `name: value unit (ratio r, goal g)`; the ratio shall be no less than the goal. */
export function row(name, value, unit, ratio, goal) {
  const beside = ratio === undefined ? ""
    : ` (ratio ${ratio.toFixed(2)}${goal === undefined ? "" : `, goal ${goal}`})`;
  console.log(`${name}: ${written(value)} ${unit}${beside}${ratio < goal ? " MISSED" : ""}`);
}

/** `name: value unit (goal at most m)` */
export function limit(name, value, unit, most) {
  console.log(`${name}: ${written(value)} ${unit} (goal at most ${most})${value > most ? " MISSED" : ""}`);
}

/** The processes that `pid` has started. */
export const children = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
