import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

export type HistoriesAsked =
  | {
      readonly is: "histories";
      readonly histories: number;
      readonly seed: number;
      readonly from: number;
      readonly cores: number;
    }
  | { readonly is: "again"; readonly seed: number; readonly path: string };

/** What `npm run test:deep` is asked for. */
export type Asked =
  | HistoriesAsked
  | { readonly is: "fuzz"; readonly rounds: number; readonly seed: number }
  | { readonly is: "doors"; readonly cases: number; readonly seed: number }
  | { readonly is: "disks"; readonly stories: number; readonly seed: number }
  | { readonly is: "kills"; readonly rounds: number };

export const USAGE = `npm run test:deep -- [histories] [seed] [--from number] [--cores number]
npm run test:deep -- --again path --seed seed
npm run test:deep -- fuzz [rounds] [seed]
npm run test:deep -- doors [cases] [seed]
npm run test:deep -- disks [stories] [seed]
npm run test:deep -- kills [rounds]     real services that are stopped (SIGSTOP), go on, and are killed`;

/** What is asked for by a word of its own and a seed, and how much of it where no number is given. */
const SEEDED = { fuzz: "2000", doors: "2000", disks: "20" } as const;

/** Reads the words; null when they say nothing that can be done. `aSeed` stands where none is given. */
export function readWords(words: readonly string[], aSeed: number): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        from: { type: "string", default: "0" },
        cores: { type: "string", default: String(availableParallelism()) },
        seed: { type: "string" },
        again: { type: "string" },
      },
    });
    if (positionals[0] === "kills") return killsAsked(positionals.slice(1));
    const kind = (["fuzz", "doors", "disks"] as const).find((word) => word === positionals[0]) ?? null;
    const [first = SEEDED[kind ?? "fuzz"], second = String(aSeed), ...more] =
      kind === null ? positionals : positionals.slice(1);
    const [count, seed, from, cores] = [first, values.seed ?? second, values.from, values.cores].map(whole);
    if (count === undefined || seed === undefined || from === undefined || !cores || more.length > 0) return null;
    if (kind === "fuzz") return { is: "fuzz", rounds: count, seed };
    if (kind === "doors") return { is: "doors", cases: count, seed };
    if (kind === "disks") return { is: "disks", stories: count, seed };
    if (values.again === undefined) return { is: "histories", histories: count, seed, from, cores };
    return /^\d+(:\d+)*$/.test(values.again) ? { is: "again", seed, path: values.again } : null;
  } catch {
    return null;
  }
}

function killsAsked([rounds = "3", ...more]: readonly string[]): Asked | null {
  const times = whole(rounds);
  return times > 0 && more.length === 0 ? { is: "kills", rounds: times } : null;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${text} is no whole number`);
  return Number(text);
}
