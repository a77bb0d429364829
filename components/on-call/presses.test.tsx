import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { POOL_1 } from "#lib/testkit/evidence.ts";
import { PressForm } from "./press-form.tsx";
import { newPresses, PagePresses } from "./presses.ts";

const presses = newPresses();
const button = (label: string) =>
  renderToStaticMarkup(
    <PagePresses value={presses}>
      <PressForm press={async () => null} pool={POOL_1} module="All" label={label} of="pool1" />
    </PagePresses>,
  );

test("a button that takes the place of another of its name has its receipt, and one of another name has none", () => {
  expect(button("Sync now")).toContain("Sync now");
  presses.set(`Sync now ${POOL_1} All`, { isPending: true, answer: null });
  expect(button("Sync now")).toContain("Asking for it");
  presses.set(`Sync now ${POOL_1} All`, { isPending: false, answer: { is: "asked", pool: POOL_1, request: "r1" } });
  expect(button("Sync now")).toContain("Follow it");
  expect(button("Lift the limit")).not.toContain("Follow it");
});

test("who listens is told of each press, until it listens no more", () => {
  let heard = 0;
  const stop = presses.subscribe(() => {
    heard += 1;
  });
  presses.set("a", { isPending: true, answer: null });
  stop();
  presses.set("a", { isPending: false, answer: null });
  expect(heard).toBe(1);
});
