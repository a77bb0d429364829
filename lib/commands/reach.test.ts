import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Reach } from "#lib/domain/reach.ts";
import { acts } from "#lib/domain/role.ts";
import { COMMANDS, callCommand, type FoundCommand } from "#lib/testkit/all-commands.ts";
import type { Console } from "#lib/testkit/console.ts";
import { POOL_1, POOL_2 } from "#lib/testkit/evidence.ts";
import { askUntilRead, refusalIn } from "#lib/testkit/sample-parameters.ts";
import { MARK, OTHER_1, OTHER_2, type OtherNames, openTwoPairs } from "#lib/testkit/two-pairs.ts";
import { NEEDED_ROLE } from "./roles.ts";

// Every command, asked by an administrator of one pool with every name of another pair that fits. A new one is asked by itself.

let world: Console;
let names: OtherNames;
beforeAll(async () => {
  ({ world, names } = await openTwoPairs());
});
afterAll(() => world.close());

type Given = Readonly<Record<string, unknown>>;

/** All that was answered on the way to a question that is understood. */
async function answersTo(command: FoundCommand, pools: Reach, given: Given): Promise<string> {
  const ctx = world.context({ role: "administrator", pools });
  const heard: unknown[] = [];
  await askUntilRead(async (more) => {
    try {
      const answer = await callCommand(command, ctx, more, (word) => heard.push(word));
      heard.push(answer);
      if (typeof answer === "object" && answer !== null && "pieces" in answer)
        for await (const piece of answer.pieces as AsyncIterable<string>) heard.push(piece);
      return null;
    } catch (thrown) {
      const refusal = refusalIn(thrown);
      heard.push({ ...refusal, hint: Reflect.get(Object(thrown), "hint") });
      return refusal;
    }
  }, given);
  return JSON.stringify([...new Set(heard)]);
}

/** With these, what is asked names something of the other pair; beside each, the same of a pair that is not there. */
const nothing = "00000000-0000-4000-8000-00000000000";
const questions = (): readonly (readonly [there: Given, nowhere: Given])[] => [
  ...[
    [OTHER_1, "nowhere1.pairkeeper.test"],
    [OTHER_2, "nowhere2.pairkeeper.test"],
  ].flatMap(([there, nowhere]): [Given, Given][] => [
    [{ pool: there }, { pool: nowhere }],
    [{ from: there }, { from: nowhere }],
    [{ backupPool: there }, { backupPool: nowhere }],
    [
      { pool: there, backupPool: POOL_1 },
      { pool: nowhere, backupPool: POOL_1 },
    ],
    [{ text: there }, { text: nowhere }],
    [{ what: there }, { what: nowhere }],
    [{ name: there }, { name: nowhere }],
  ]),
  [{ id: names.request }, { id: `${nothing}1` }],
  [{ refusedItems: [names.refused] }, { refusedItems: ["PresenceFocus:0000000000000000"] }],
  [{ trashItems: ["DataConf:hidden"] }, { trashItems: ["DataConf:nowhere"] }],
  [{ token: names.token }, { token: "no token" }],
  [{ items: [{ table: "content", key: "hidden" }] }, { items: [{ table: "content", key: "nowhere" }] }],
  [{ since: names.seq }, { since: "none.1" }],
  [{ actor: "hidden eve" }, { actor: "nowhere eve" }],
];

/** Without what was asked, and without what differs from one moment to the next. */
function without(answer: string, given: Given): string {
  const asked = Object.values(given).flatMap((value) => JSON.stringify(value).match(/[^"[\]{}]{6,}/g) ?? []);
  const told = asked.reduce((rest, one) => rest.replaceAll(one, "it"), answer);
  return told.replace(/("AgeMs":|testrun-\w+\.)\d+/g, "$1");
}

/** What is read and tells of no pair; each has no more to say of one pair than of all, or is refused to who reaches some alone. */
const OF_NO_PAIR = ["followChanges", "followWall", "getConfiguration", "getDocument", "testAuditChain"];

test("who reaches all is told of the other pair by all that is read: a new command finds something there, or is of no pair", async () => {
  const reading = COMMANDS.filter(({ name }) => !acts(Reflect.get(NEEDED_ROLE, name)));
  const told: string[] = [];
  for (const command of reading)
    for (const given of [{ pool: OTHER_1 }, { id: names.request }])
      if (MARK.test(without(await answersTo(command, "all", given), given))) told.push(command.name);
  const silent = reading.map(({ name }) => name).filter((name) => !told.includes(name));
  expect(silent.sort()).toEqual(OF_NO_PAIR);
});

describe("an administrator of one pool", () => {
  test.each(COMMANDS)(
    "is told nothing of another pair by $name, and of no name whether there is something of it",
    async (command) => {
      const ask = async (given: Given) => {
        const answer = without(await answersTo(command, [POOL_1], given), given);
        expect(MARK.exec(answer)?.input ?? "", `asked with ${JSON.stringify(given)}`).toBe("");
        return answer;
      };
      for (const given of [{}, { pool: POOL_1 }, { pool: POOL_2 }]) await ask(given); // what it does to the own pool is done then
      for (const [there, nowhere] of questions()) {
        await ask(nowhere);
        expect(await ask(there), JSON.stringify(there)).toBe(await ask(nowhere));
      }
    },
  );

  test.each(COMMANDS)(
    "is told by $name of no pool that this service runs where it does not run theirs",
    async (command) => {
      const { pools } = world;
      world.pools = new Set([OTHER_1, POOL_2]);
      const given = { pool: POOL_1 };
      expect(without(await answersTo(command, [POOL_1], given), given)).not.toMatch(MARK);
      world.pools = pools;
    },
  );

  test("reads nothing that is of the whole deployment", async () => {
    const reading = COMMANDS.filter(({ name }) => ["testAuditChain", "getDisplays"].includes(name));
    for (const command of reading)
      expect(await answersTo(command, [POOL_1], {}), command.name).toContain("is of the whole deployment");
    expect(reading).toHaveLength(2);
  });
});
