import { describe, expect, test } from "vitest";
import { SCENES, scenesNamed, USUAL } from "./scenes.ts";

describe("scenes by name", () => {
  test("each once, in the order of the table", () => {
    expect(scenesNamed(["lost", "busy", "busy"])?.map(({ name }) => name)).toEqual(["busy", "lost"]);
  });
  test("all of them", () => {
    expect(scenesNamed(["all"])).toEqual(SCENES);
  });
  test("the usual ones are scenes", () => {
    expect(scenesNamed(USUAL)).toHaveLength(USUAL.length);
  });
  test.each([["storm"], [""], ["busy,lost"]])("%j is none", (name) => {
    expect(scenesNamed(["busy", name])).toBeNull();
  });
});

test("no pool is in two scenes", () => {
  const pools = SCENES.flatMap((scene) => scene.pools);
  expect(new Set(pools).size).toBe(pools.length);
});
