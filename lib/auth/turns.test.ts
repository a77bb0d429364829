import { expect, test } from "vitest";
import { openTurns } from "./turns.ts";

test("of one key one is done after the other, what fails holds nobody up, and another key waits for none", async () => {
  const turns = openTurns();
  const done: string[] = [];
  const gate = Promise.withResolvers<void>();
  const slow = turns("one", async () => {
    await gate.promise;
    done.push("slow");
    throw new Error("no");
  });
  const next = turns("one", async () => void done.push("next"));
  await turns("other", async () => void done.push("other"));
  gate.resolve();
  await expect(slow).rejects.toThrow("no");
  await next;
  expect(done).toEqual(["other", "slow", "next"]);
});
