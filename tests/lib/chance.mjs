// Random, but the same again: SEED=n repeats a run. The seed is to be printed.

/** { seed, next() in [0,1), upTo(n), of(list) }; mulberry32. */
export function chance(seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next, upTo: (n) => Math.floor(next() * n), of: (list) => list[Math.floor(next() * list.length)] };
}
