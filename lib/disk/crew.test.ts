import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "#lib/testkit/temp-folder.ts";
import { onThread, type Task } from "./crew.ts";
import { listOf, textList } from "./text-list.ts";

const folder = tempFolder();

/** A task that exists in a thread alone. */
const task = <Out, In = number>(body: string, isUrgent?: true): Task<In, Out> => ({
  module: `data:text/javascript,${encodeURIComponent(`export const task = { run: (input, disk) => { ${body} } };`)}`,
  name: "task",
  ...(isUrgent && { isUrgent }),
  run: () => {
    throw new Error("it was to run in a thread");
  },
});

test("work is done in a thread, and its answer comes back", async () => {
  writeFileSync(join(folder(), "a"), "content");
  const read = task<string>(`return disk.readFileSync(${JSON.stringify(join(folder(), "a"))}, "utf8") + input`);
  expect(await onThread(read, 7)).toBe("content7");
});

test("a system error keeps its code and path", async () => {
  const failing = task("disk.readdirSync('/no/such/folder')");
  await expect(onThread(failing, 1)).rejects.toMatchObject({ code: "ENOENT", path: "/no/such/folder" });
});

test("a thread that ends fails its own job and no other", async () => {
  const dying = onThread(task("process.exit(3)"), 1);
  await expect(dying).rejects.toThrow("ended");
  expect(await onThread(task<number>("return input + 1"), 1)).toBe(2);
});

test("what a thread that ends had at hand is done by another", async () => {
  const dying = [1, 2].map((number) => onThread(task("process.exit(3)"), number));
  const others = [1, 2, 3].map((number) => onThread(task<number>("return input + 1"), number));
  for (const one of dying) await expect(one).rejects.toThrow("ended");
  expect(await Promise.all(others)).toEqual([2, 3, 4]);
});

test("what cannot be told to a thread fails by itself, and no other", async () => {
  const echo = task<number>("return 1") as unknown as Task<unknown, number>;
  const untold = [1, 2, 3].map(() => onThread(echo, () => {}));
  for (const one of untold) await expect(one).rejects.toThrow("could not be cloned");
  expect(await onThread(echo, 1)).toBe(1);
});

test("what is urgent goes before what waits", async () => {
  const order: string[] = [];
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const held = onThread(task<void, Int32Array>("Atomics.wait(input, 0, 0)"), gate); // one thread alone goes on
  const plain = [1, 2, 3, 4, 5, 6].map((number) =>
    onThread(task("return input"), number).then(() => order.push(`plain ${number}`)),
  );
  const urgent = onThread(task("return input", true), 7).then(() => order.push("urgent"));
  await urgent; // three were with the threads already: the second job of either, and the first of the free one
  expect(order).not.toContain("plain 4");
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
  await Promise.all([...plain, held]);
  expect(order).toHaveLength(7);
});

test("no texts are no texts, and an empty one is one", () => {
  expect(listOf(textList([]))).toEqual([]);
  expect(listOf(textList([""]))).toEqual([""]);
  expect(listOf(textList(["a", "", "b"]))).toEqual(["a", "", "b"]);
});
