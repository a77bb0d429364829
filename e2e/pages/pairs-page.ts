import type { Locator, Page } from "playwright/test";

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

  freshness(): Locator {
    return this.page.locator("[data-hearing]");
  }
}
