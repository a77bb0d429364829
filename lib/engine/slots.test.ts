import { expect, test } from "vitest";
import { Slots } from "./slots.ts";

/** Work that is held until it is let go. */
function work() {
  const at: string[] = [];
  const doors = new Map<string, () => void>();
  const begin = (name: string) => async () => {
    at.push(name);
    await new Promise<void>((resolve) => doors.set(name, resolve));
  };
  return { at, begin, end: (name: string) => doors.get(name)?.() };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("so many are at work at once, the others wait in order (D14)", async () => {
  const slots = new Slots(() => 2);
  const { at, begin, end } = work();
  const all = ["a", "b", "c", "d"].map((name) => slots.hold(begin(name)));
  await turn();
  expect(at).toEqual(["a", "b"]);
  end("b");
  await turn();
  expect(at).toEqual(["a", "b", "c"]);
  end("a");
  await turn();
  expect(at).toEqual(["a", "b", "c", "d"]);
  end("c");
  end("d");
  await Promise.all(all);
});

test("one that fails gives its place back, and a larger setting holds with the next end", async () => {
  let most = 1;
  const slots = new Slots(() => most);
  const { at, begin, end } = work();
  const first = slots.hold(begin("a"));
  const failing = slots.hold(() => Promise.reject(new Error("no")));
  const rest = ["b", "c"].map((name) => slots.hold(begin(name)));
  await turn();
  most = 2;
  end("a");
  await expect(failing).rejects.toThrow("no");
  await first;
  await turn();
  expect(at).toEqual(["a", "b", "c"]);
  end("b");
  end("c");
  await Promise.all(rest);
});
