// Acts a second through the engine of the rules, while a central grows: what an
// act costs must not depend on how many there are.

import { execFileSync } from "node:child_process";
import { PROGRAMS, row } from "./bench.mjs";

const ACTS = Number(process.env.ACTS ?? 20000);
const text = execFileSync(`${PROGRAMS}/course`, [String(ACTS), String(ACTS / 25)], { encoding: "utf8" });
const lines = text.trim().split("\n").map((line) => line.split(" ").map(Number));
// The first dossiers are young; from the third line on they are as they stay.
const early = lines[2];
const late = lines.at(-1);
row(`acts recorded per second, at ${early[0]}`, early[1], "/s");
row(`acts recorded per second, at ${late[0]}`, late[1], "/s", late[1] / early[1], 0.5);
