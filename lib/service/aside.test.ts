import { expect, test } from "vitest";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import { POOL_1, PRESENCE } from "#lib/testkit/evidence.ts";
import { Aside } from "./aside.ts";

const question = { module: PRESENCE, refused: [], newestFirst: false, after: null, limit: 1 };
const order = (pool: PoolFqdn) =>
  ({
    is: "loss-page",
    path: "/nowhere/user.db",
    identity: { pool, storeId: "a" },
    tables: [],
    own: [],
    question,
  }) as const;

test("what the thread cannot do is a fault with its code and place, and the next question is answered by itself", async () => {
  const aside = new Aside();
  try {
    const asked = [aside.ask(order(POOL_1)), aside.ask(order("other.x" as PoolFqdn))];
    await expect(asked[0]).rejects.toMatchObject({ code: "store-lost", path: "/nowhere/user.db" });
    await expect(asked[1]).rejects.toThrow("The user database of other.x is gone.");
  } finally {
    await aside.close();
  }
});

test("when the thread is ended nobody waits for it for ever", async () => {
  const aside = new Aside();
  const asked = aside.ask(order(POOL_1));
  const ended = expect(asked).rejects.toBeInstanceOf(Error);
  await aside.close();
  await ended;
});
