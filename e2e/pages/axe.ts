import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright/test";

/** The rules that look at colours. Themes differ by nothing else (`light-dark` in app/globals.css): the others find the same in each. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * What axe finds in the page as it is drawn now, or in the part that `within` selects: each rule with the elements that break
 * it; none is well. It runs in the page itself, which keeps it until it is left: a run costs a tenth of a second, of colours
 * alone half of that.
 */
export async function axeFinds(page: Page, within = "html", rules: "all" | "of colours" = "all"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(SOURCE);
  await page.evaluate(settled);
  return page.evaluate(
    async ([selector, only]) => {
      const { run } = Reflect.get(window, "axe") as typeof axe;
      const { violations } = await run(selector, { resultTypes: ["violations"], ...(only && { runOnly: only }) });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    },
    [within, rules === "all" ? null : OF_COLOURS] as const,
  );
}

/** A new theme or size is drawn, and what moves to its new place or colour has come there. */
async function settled(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
  const ends = (one: Animation) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
  await Promise.allSettled(
    document
      .getAnimations()
      .filter(ends)
      .map(({ finished }) => finished),
  );
}
