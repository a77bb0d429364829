import type { Locator, Page } from "playwright/test";
import { wholeAnswer } from "#lib/testkit/many-pairs.ts";

/** What is wrong with a wall as it is drawn: text that is too small, that is cut, or that leaves the screen. */
export type Drawn = { readonly small: readonly string[]; readonly cut: readonly string[]; readonly outside: boolean };

/** The wall as who stands before it sees it. */
export class WallPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  pairs(): Locator {
    return this.page.locator("[data-pair]");
  }

  /** The shapes of states, those of the legend left out. */
  states(...names: readonly string[]): Locator {
    return this.page.locator(names.map((name) => `[data-state="${name}"]:not([data-legend])`).join(","));
  }

  freshness(): Locator {
    return this.page.locator(".wall-fresh");
  }

  /** From now on the server is heard to say that there are so many pairs. */
  async tell(pairs: number, kind = "") {
    await this.page.unrouteAll({ behavior: "ignoreErrors" });
    const build = await this.page.request.get("/api/v1/wall").then((answer) => answer.headers()["pairkeeper-build"]);
    await this.page.route(/\/api\/v1\/wall\?/, (route) =>
      route.fulfill({ json: wholeAnswer(pairs, kind), headers: { "pairkeeper-build": build ?? "" } }),
    );
  }

  /** The page measures no time any more. */
  async standStill() {
    await this.page.evaluate(() => {
      const [steady, wall] = [performance.now(), Date.now()];
      Object.defineProperty(performance, "now", { value: () => steady });
      Date.now = () => wall;
    });
  }

  /** Looks at every text on the screen. 28 px on a screen of 1920 x 1080 is the least, and in proportion on any other. */
  drawn(): Promise<Drawn> {
    return this.page.evaluate(() => {
      const least = 28 * Math.min(innerWidth / 1920, innerHeight / 1080) - 0.1;
      const small: string[] = [];
      const cut: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>(".wall *")) {
        if (element.closest(".sr-only, svg") !== null) continue;
        const { fontSize, display } = getComputedStyle(element);
        const size = Number.parseFloat(fontSize);
        const text = [...element.childNodes].find((node) => node.nodeType === 3 && node.textContent?.trim());
        if (text !== undefined && size < least) small.push(`${element.textContent}: ${fontSize}`);
        if (display === "inline" || element.clientWidth === 0) continue;
        const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
        // Letters reach a little over their line.
        if (scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + size * 0.15)
          cut.push(`${element.className} ${element.textContent?.slice(0, 60)}`);
      }
      const { scrollWidth, scrollHeight } = document.documentElement;
      return { small, cut, outside: scrollWidth > innerWidth || scrollHeight > innerHeight };
    });
  }
}
