import { Directory } from "./directory.ts";
import { Meetings } from "./meetings.ts";
import { type Random, randomFrom } from "./random.ts";

/** What a client knows of a pool: its name and where other programs write. */
export type PoolPlace = { readonly pool: string; readonly database: string; readonly content: string };

/** How the people of a pair behave. */
export type Habit = "quiet" | "busy" | "flood" | "namesake" | "clear" | "lose" | "lose-much";

export type PairPlan = { readonly habit: Habit; readonly pools: readonly [PoolPlace, PoolPlace] };

/** The programs of one pair, on both of its pools. */
export type Clients = {
  /** What was there before anybody looks. */
  fill(): void;
  /** What makes the scene, once. */
  begin(): void;
  /** What goes on; returns how long to wait until the next time. */
  goOn(): number;
  close(): void;
};

type Office = { readonly place: PoolPlace; readonly people: Directory; readonly meetings: Meetings };

const MIB = 1024 * 1024;
const KIB = 1024;

/** The same seed does the same things in the same order, pair by pair. */
export function clientsOf({ habit, pools }: PairPlan, seed: number): Clients {
  const random = randomFrom(seed);
  const offices = pools.map((place): Office => {
    const people = new Directory(place.database, place.pool, random);
    return { place, people, meetings: new Meetings(place.content, random) };
  }) as [Office, Office];
  const [first, second] = offices;
  return {
    fill: () => {
      for (const { people, meetings } of offices) {
        people.hire(120);
        meetings.hold(8, 12, 4 * KIB);
      }
      if (habit === "lose-much") first.meetings.hold(500, 24, 20 * KIB);
    },
    begin: () => begin(habit, first, second),
    goOn: () => goOn(habit, offices, random),
    close: () => {
      for (const { people } of offices) people.close();
    },
  };
}

function begin(habit: Habit, first: Office, second: Office): void {
  switch (habit) {
    case "quiet":
    case "busy":
    case "flood":
      return;
    case "namesake": // the same address is given away on both pools before either hears of the other
      for (const { people, place } of [first, second])
        people.claim("sip:kim.lee@demo.test", `Kim Lee of ${place.pool.split(".")[0]}`);
      return;
    case "clear":
      first.meetings.clear(5);
      return;
    case "lose":
    case "lose-much":
      first.meetings.lose();
  }
}

function goOn(habit: Habit, offices: readonly [Office, Office], random: Random): number {
  const [first, second] = offices;
  switch (habit) {
    case "busy":
      for (const { people, meetings } of offices) {
        people.live(1 + random(12));
        if (random(4) === 0) meetings.edit();
      }
      return 250 + random(500);
    case "flood":
      first.meetings.record(MIB, 400);
      if (random(8) === 0) second.people.live(1);
      return 1_000 + random(500);
    case "quiet":
    case "namesake":
      for (const { people, meetings } of offices) {
        if (random(2) === 0) people.live(1 + random(3));
        if (random(6) === 0) meetings.edit();
      }
      return 10_000 + random(10_000);
    case "clear":
    case "lose":
    case "lose-much": // nobody touches the content of the first until somebody has looked after it
      for (const { people } of offices) if (random(2) === 0) people.live(1 + random(3));
      return 10_000 + random(10_000);
  }
}
