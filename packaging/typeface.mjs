// SPDX-License-Identifier: EUPL-1.2
//
// typeface - one TrueType font out of the WOFF parts of a typeface.
//
//	node packaging/typeface.mjs OUT.ttf PART.woff...
//
// Fonts travel to browsers in parts, one a set of languages; a letter on paper
// (src/mail/pdf.c) wants them in one, and only what draws letters: outlines,
// widths, which letter is which. The first part decides all measures. A letter
// that two parts have is the first one's.
import { readFileSync, writeFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

// What people type or wording.h writes, and fonts have under another number.
const SAME = { 0x2010: 0x2d, 0x2011: 0x2d, 0x202f: 0xa0, 0x2009: 0xa0,
	0x2bc: 0x2019, 0x2215: 0x2f };
const ARGS_ARE_WORDS = 1, HAS_SCALE = 8, MORE = 32, HAS_XY_SCALE = 64,
	HAS_MATRIX = 128;

function tables(file) { // WOFF 1.0, sections 3 to 5
	const b = readFileSync(file);
	const found = {};
	if (b.toString('latin1', 0, 4) !== 'wOFF')
		throw new Error(`${file}: not a WOFF font`);
	for (let i = 0; i < b.readUInt16BE(12); i++) {
		const at = 44 + 20 * i;
		const from = b.readUInt32BE(at + 4), len = b.readUInt32BE(at + 8);
		const raw = b.subarray(from, from + len);
		found[b.toString('latin1', at, at + 4)] =
			len < b.readUInt32BE(at + 12) ? inflateSync(raw) : raw;
	}
	return found;
}

function letters(cmap) { // format 4: number of a letter -> of a glyph
	const map = new Map();
	for (let i = 0; i < cmap.readUInt16BE(2); i++) {
		const at = cmap.readUInt32BE(4 + 8 * i + 4);
		if (cmap.readUInt16BE(at) !== 4)
			continue;
		const n = cmap.readUInt16BE(at + 6) / 2;
		for (let s = 0; s < n; s++) {
			const end = cmap.readUInt16BE(at + 14 + 2 * s);
			const start = cmap.readUInt16BE(at + 16 + 2 * n + 2 * s);
			const delta = cmap.readUInt16BE(at + 16 + 4 * n + 2 * s);
			const here = at + 16 + 6 * n + 2 * s;
			const range = cmap.readUInt16BE(here);
			for (let c = start; c <= end && c < 0xffff; c++) {
				const g = range === 0 ? c + delta :
					cmap.readUInt16BE(here + range + 2 * (c - start)) + delta;
				if (g & 0xffff)
					map.set(c, g & 0xffff);
			}
		}
	}
	return map;
}

function renumber(glyph, by) { // the parts of a composite glyph
	if (glyph.length === 0 || glyph.readInt16BE(0) >= 0)
		return glyph;
	const moved = Buffer.from(glyph);
	for (let at = 10, flags = MORE; flags & MORE;) {
		flags = moved.readUInt16BE(at);
		moved.writeUInt16BE(moved.readUInt16BE(at + 2) + by, at + 2);
		at += 4 + (flags & ARGS_ARE_WORDS ? 4 : 2) + (flags & HAS_SCALE ? 2 : 0) +
			(flags & HAS_XY_SCALE ? 4 : 0) + (flags & HAS_MATRIX ? 8 : 0);
	}
	return moved;
}

const words = list => {
	const b = Buffer.alloc(2 * list.length);
	list.forEach((n, i) => b.writeUInt16BE(n & 0xffff, 2 * i));
	return b;
};
const longs = list => {
	const b = Buffer.alloc(4 * list.length);
	list.forEach((n, i) => b.writeUInt32BE(n >>> 0, 4 * i));
	return b;
};
const sum = b => {
	let n = 0;
	for (let i = 0; i + 4 <= b.length; i += 4)
		n = (n + b.readUInt32BE(i)) >>> 0;
	return n;
};
const padded = b => Buffer.concat([b, Buffer.alloc(-b.length & 3)]);

function cmap(map) { // one table for (3, 1), format 4, a segment a letter
	const all = [...map.keys()].sort((a, b) => a - b);
	const n = all.length + 1;
	const body = Buffer.concat([words([4, 16 + 8 * n, 0, 2 * n, 0, 0, 0]),
		words([...all, 0xffff]), words([0]), words([...all, 0xffff]),
		words([...all.map(c => map.get(c) - c), 1]), words(all.map(() => 0)),
		words([0])]);
	return Buffer.concat([words([0, 1, 3, 1]), longs([12]), body]);
}

const [out, ...parts] = process.argv.slice(2);
const glyphs = [], metrics = [], map = new Map();
let first;
for (const file of parts) {
	const t = tables(file);
	first ??= t;
	if (t.head.readUInt16BE(18) !== first.head.readUInt16BE(18))
		throw new Error(`${file}: drawn on another grid`);
	const by = glyphs.length, count = t.maxp.readUInt16BE(4);
	const wide = t.hhea.readUInt16BE(34), short = t.head.readInt16BE(50) === 0;
	const loca = i => short ? 2 * t.loca.readUInt16BE(2 * i) : t.loca.readUInt32BE(4 * i);
	for (let i = 0; i < count; i++) {
		glyphs.push(renumber(t.glyf.subarray(loca(i), loca(i + 1)), by));
		metrics.push(t.hmtx.readUInt16BE(4 * Math.min(i, wide - 1)), i < wide ?
			t.hmtx.readUInt16BE(4 * i + 2) :
			t.hmtx.readUInt16BE(4 * wide + 2 * (i - wide)));
	}
	for (const [c, g] of letters(t.cmap))
		if (c >= 0x20 && !map.has(c))
			map.set(c, g + by);
}
for (const [c, as] of Object.entries(SAME))
	if (!map.has(Number(c)) && map.has(as))
		map.set(Number(c), map.get(as));

const starts = [0];
for (const g of glyphs)
	starts.push(starts.at(-1) + padded(g).length);
const head = Buffer.from(first.head), hhea = Buffer.from(first.hhea),
	maxp = Buffer.from(first.maxp), post = Buffer.alloc(32);
head.writeUInt32BE(0, 8); // its sum, below
head.writeInt16BE(1, 50); // long offsets
hhea.writeUInt16BE(glyphs.length, 34);
maxp.writeUInt16BE(glyphs.length, 4);
first.post.copy(post, 0, 0, 32);
post.writeUInt32BE(0x30000, 0); // no names

const made = { 'OS/2': first['OS/2'], cmap: cmap(map),
	glyf: Buffer.concat(glyphs.map(padded)), head, hhea, hmtx: words(metrics),
	loca: longs(starts), maxp, name: first.name, post };
const tags = Object.keys(made).sort();
let at = 12 + 16 * tags.length;
const entries = tags.map(tag => {
	const whole = padded(made[tag]), from = at;
	at += whole.length;
	return Buffer.concat([Buffer.from(tag, 'latin1'),
		longs([sum(whole), from, made[tag].length])]);
});
const power = Math.floor(Math.log2(tags.length));
const font = Buffer.concat([longs([0x10000]), words([tags.length,
	16 << power, power, 16 * tags.length - (16 << power)]), ...entries,
	...tags.map(tag => padded(made[tag]))]);
font.writeUInt32BE((0xb1b0afba - sum(font)) >>> 0,
	entries[tags.indexOf('head')].readUInt32BE(8) + 8);
writeFileSync(out, font);
