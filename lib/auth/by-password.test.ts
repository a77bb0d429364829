import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { keptInMemory } from "#lib/testkit/kept-in-memory.ts";
import { openByPassword } from "./by-password.ts";
import { openPassing } from "./passing.ts";

const nothing = async () => {};
const at = new Date(0);
const held = { id: "a", userId: "1", accountId: "1", providerId: "credential", createdAt: at, updatedAt: at };

test("a name without a password takes as long as one with: what is typed is hashed once, by the library or by us", async () => {
  const hashed: string[] = [];
  const refused = async () => new Response(null, { status: 401 });
  const signIn = openByPassword({
    handler: refused,
    whoGot: async () => null,
    accountOf: async (name) => (name === "nobody" ? null : { id: name, username: name }),
    accounts: { findCredentialAccount: async (id) => (id === "linked" ? null : { ...held, password: "hash" }) },
    passwords: { hash: async (typed) => String(hashed.push(typed)) },
    passing: openPassing(
      refused,
      { cameIn: nothing, turnedAway: nothing, locked: nothing },
      new FakeClock(),
      keptInMemory(),
    ),
    notes: { turnedAway: nothing },
  });
  const asked = (username: string, password: string) =>
    signIn(new Request("http://a.test", { method: "POST", body: JSON.stringify({ username, password }) }));
  for (const name of ["nobody", "grace", "Linked"]) await asked(name, `typed for ${name}`);
  expect(hashed).toEqual(["typed for Linked"]);
  await asked("linked", "");
  expect(hashed, "the library answers an empty one at once, for all names").toHaveLength(1);
});
