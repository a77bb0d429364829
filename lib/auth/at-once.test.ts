import { expect, test } from "vitest";
import { FakeClock } from "#lib/testkit/fake-clock.ts";
import { keptInMemory } from "#lib/testkit/kept-in-memory.ts";
import { openConfirm } from "./confirm.ts";
import { openOwnAccount } from "./own-account.ts";
import { openPassing } from "./passing.ts";

// Tries that are sent at once (DESIGN: ten wrong ones lock). Hashing is left out here: it would take a tenth of a second each.

const RIGHT = "grace's own words";
const user = { id: "1", name: "grace", username: "grace", role: "viewer", twoFactorEnabled: true };
const session = { id: "s", token: "t", createdAt: new Date(0) };
const clock = new FakeClock();
const never = async () => expect.unreachable();
const nothing = async () => {};

/** Who is signed in, with a lock of its own. */
const inside = () => {
  const refused = async () => new Response(null, { status: 401 });
  const passing = openPassing(
    refused,
    { cameIn: nothing, turnedAway: nothing, locked: nothing },
    clock,
    keptInMemory(),
  );
  const at = new Date(0);
  const held = { id: "a", userId: "1", accountId: "1", providerId: "credential", createdAt: at, updatedAt: at };
  const accounts = { findCredentialAccount: async () => ({ ...held, password: RIGHT }), updateSession: never };
  const verify = async ({ password }: { password: string }) => password === RIGHT;
  return { sessionOf: async () => ({ user, session }), accounts, passwords: { verify, hash: never }, passing, clock };
};
const times = <T>(n: number, one: (n: number) => T) => Array.from({ length: n }, (_, n) => one(n));

test("of a confirmation are looked at one after the other: the right one comes too late past ten wrong ones", async () => {
  const confirm = openConfirm(inside());
  const answers = await Promise.all(
    [...times(11, (n) => `wrong ${n}`), RIGHT].map((one) => confirm(one, new Headers())),
  );
  expect(answers.map(({ is }) => is)).toEqual([...Array(10).fill("wrong"), "locked", "locked"]);
});

test("of codes too, whatever is typed", async () => {
  const confirm = openConfirm(inside());
  const answers = await Promise.all(
    [...times(11, (n) => `00000${n % 10}`), RIGHT].map((one) => confirm(one, new Headers())),
  );
  expect(answers.map(({ is }) => is)).toEqual([...Array(9).fill("wrong"), "locked", "locked", "locked"]);
});

test("of the password of before too", async () => {
  const { accounts, ...setting } = inside();
  const own = openOwnAccount({
    ...setting,
    accounts: {
      ...accounts,
      updatePassword: never,
      linkAccount: never,
      updateUser: never,
      listSessions: never,
      deleteSessions: never,
      deleteUserSessions: never,
    },
    endBegun: never,
    codesLeft: never,
    hasGivenPassword: false,
    notes: { passwordSet: never, wentOut: never },
    signOut: never,
  });
  const answers = await Promise.all(
    [...times(11, (n) => `wrong ${n}`), RIGHT].map((one) => own.setPassword(new Headers(), one, "another word")),
  );
  expect(answers).toEqual([...Array(10).fill("wrong"), "locked", "locked"]);
});

test("one code that is given at two doors at once is right at one of them", async () => {
  const right = async () => new Response(null, { status: 200 });
  const passing = openPassing(right, { cameIn: nothing, turnedAway: nothing, locked: nothing }, clock, keptInMemory());
  const answers = await Promise.all(
    ["grace code", "grace inside"].map((key) =>
      passing.inTurn(key, () => passing.checkCode(user, "123456", new Headers(), key)),
    ),
  );
  expect(answers.map(({ is }) => is)).toEqual(["right", "wrong"]);
});
