import type { Habit } from "./clients/habits.ts";

/** One pair of the demo, and what is the matter with it. */
export type Scene = {
  readonly name: SceneName;
  readonly pools: readonly [string, string];
  readonly sites: readonly [string, string];
  readonly habit: Habit;
  /** What the console shows of it, in a sentence. */
  readonly shows: string;
  /** The engine of the second pool is run by nobody. */
  readonly isPartnerDead?: true;
  /** What was lost is asked back for at once. */
  readonly isRestored?: true;
};

export type SceneName = "quiet" | "busy" | "behind" | "silent" | "poison" | "held" | "lost" | "restore";

const pools = (one: string, other: string) => [`${one}.demo.test`, `${other}.demo.test`] as const;

/** The first pair is the one that every first start makes. */
export const SCENES: readonly Scene[] = [
  {
    name: "quiet",
    pools: ["pool1.pairkeeper.test", "pool2.pairkeeper.test"],
    sites: ["", ""],
    habit: "quiet",
    shows: "healthy: a change now and then, and soon on the other side",
  },
  {
    name: "busy",
    pools: pools("oslo", "bergen"),
    sites: ["Oslo", "Bergen"],
    habit: "busy",
    shows: "healthy under load: changes all the time, SteadyState between cycles",
  },
  {
    name: "behind",
    pools: pools("lyon", "nice"),
    sites: ["Lyon", "Nice"],
    habit: "flood",
    shows: "conference content of lyon falls behind: more arrives than the limit lets go in a cycle",
  },
  {
    name: "silent",
    pools: pools("gent", "brugge"),
    sites: ["Gent", "Brugge"],
    habit: "quiet",
    isPartnerDead: true,
    shows: "nobody runs the engine of brugge: what it would say is Unknown, and what gent writes is at risk",
  },
  {
    name: "poison",
    pools: pools("turin", "milan"),
    sites: ["Turin", "Milan"],
    habit: "namesake",
    shows: "one user exists on both pools: each refuses the other's and names it, everything else goes on",
  },
  {
    name: "held",
    pools: pools("porto", "lisbon"),
    sites: ["Porto", "Lisbon"],
    habit: "clear",
    shows: "more than a quarter of porto's content was deleted: the deletions are held until somebody decides",
  },
  {
    name: "lost",
    pools: pools("kyoto", "osaka"),
    sites: ["Kyoto", "Osaka"],
    habit: "lose",
    shows: "the content folder of kyoto is gone: nothing of osaka's copy is deleted, and it can be restored",
  },
  {
    name: "restore",
    pools: pools("quito", "lima"),
    sites: ["Quito", "Lima"],
    habit: "lose-much",
    isRestored: true,
    shows: "the content folder of quito was lost, and comes back from lima: a long run",
  },
];

/** What `npm run demo` plays when it is not told. */
export const USUAL: readonly SceneName[] = ["quiet", "busy", "behind", "silent", "poison", "lost"];

/** The scenes of these names, in the order of the table; null when one is no scene's. */
export function scenesNamed(names: readonly string[]): readonly Scene[] | null {
  if (names.includes("all")) return SCENES;
  const found = SCENES.filter(({ name }) => names.includes(name));
  return found.length === new Set(names).size ? found : null;
}
