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

/** A line of the table; tests/bench/run has its head. */
const line = (name, value, unit, ratio = "", goal = "", met = "") =>
  console.log([name.padEnd(58), value.padStart(8), unit.padEnd(4), ratio.padStart(6),
    goal.padStart(7), met].join(" ").trimEnd());

/** Met or not, it is a measurement: nothing fails by it. */
const verdict = (met) => met ? "yes" : "NO";

/** A number, and beside it its ratio to another, which shall be no less than the goal. */
export function row(name, value, unit, ratio, goal) {
  line(name, written(value), unit, ratio?.toFixed(2),
    ...(goal === undefined ? [] : [`>= ${goal}`, verdict(ratio >= goal)]));
}

/** A number that shall be no more than `most`. */
export function limit(name, value, unit, most) {
  line(name, written(value), unit, "", `<= ${most}`, verdict(value <= most));
}

/** The processes that `pid` has started. */
export const children = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
