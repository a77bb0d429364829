/** Numbers that look random and are the same for the same seed (mulberry32): a whole number below `below`. */
export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** One of several. */
export function oneOf<T>(random: Random, all: readonly [T, ...T[]]): T {
  return all[random(all.length)] ?? all[0];
}
