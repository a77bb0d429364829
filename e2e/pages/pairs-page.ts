import type { Locator, Page } from "playwright/test";
import type { Snapshot } from "#components/status/snapshot.ts";
import { manyPairs } from "#lib/testkit/many-pairs.ts";

export const POOL1 = "pool1.pairkeeper.test";
export const POOL2 = "pool2.pairkeeper.test";
export const ROWS = "UserServices.PresenceFocus";
export const FILES = "ConfServices.DataConf";
export const DOCUMENTS = "CentralMgmt.CMSMaster";
/** Rows and files each way, documents from the CMS master alone. */
export const COPIES = 5;
/** Export and Import of three modules, each way. */
export const BADGES = 12;

/** Green means FinalState, SteadyState or NormalState (D20). */
export const GREEN = ["FinalState", "SteadyState", "NormalState"];

/** The page of pairs, read by the attributes that its badges carry. */
export class PairsPage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  /** The Export badge of one module in the direction that begins at `from`. */
  exportBadge(from: string, module: string): Locator {
    return this.page.locator(`[data-side="export"][data-direction="${from}"][data-module="${module}"]`);
  }

  async exportState(from: string, module: string): Promise<string | null> {
    return this.exportBadge(from, module).getAttribute("data-state");
  }

  badges(): Locator {
    return this.page.locator("[data-state]");
  }

  greenBadges(): Locator {
    return this.page.locator(GREEN.map((state) => `[data-state="${state}"]`).join(","));
  }

  syncButton(from: string): Locator {
    return this.page.locator(`button[data-sync="${from}"]`);
  }

  /** The line that says what became of a press. */
  run(from: string): Locator {
    return this.page.locator(`[role="status"][data-run="${from}"]`);
  }

  /** The line that names what the partner refused of a module. */
  refused(module: string): Locator {
    return this.page.locator(`[data-refused="${module}"]`);
  }

  /** The line that says how many refused items of a module a person skipped. */
  skipped(module: string): Locator {
    return this.page.locator(`[data-skipped="${module}"]`);
  }

  /** Pairs that stand open, and those in one row each. */
  cards(): Locator {
    return this.page.locator("main section[data-tone]");
  }

  rows(): Locator {
    return this.page.locator("li[data-pair]");
  }

  search(): Locator {
    return this.page.getByRole("searchbox", { name: "Find a pool by name" });
  }

  /** From now on the server is heard to say that there are so many pairs; `change` may alter what it says. */
  async tell(pairs: number, kind = "", change: (told: Snapshot) => Snapshot = (told) => told) {
    await this.page.unrouteAll({ behavior: "ignoreErrors" });
    await this.page.route(/\/api\/v1\/pairs\?/, (route) => {
      const { Now, ...Whole } = change(manyPairs(pairs, kind));
      return route.fulfill({ json: { Seq: "made.1", Now, AgeMs: 0, SeenAt: null, HeardAt: null, Whole } });
    });
  }

  freshness(): Locator {
    return this.page.locator("[data-hearing]");
  }
}
