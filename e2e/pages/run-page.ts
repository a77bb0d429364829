import type { Locator } from "playwright/test";
import { ConsolePage } from "./console-page.ts";

/** The page of one long run. */
export class RunPage extends ConsolePage {
  state(): Locator {
    return this.page.locator("[data-run-state]");
  }

  part(module: string): Locator {
    return this.page.locator(`[data-part="${module}"]`);
  }

  receipt(module: string): Locator {
    return this.page.locator(`[data-receipt="${module}"]`);
  }

  /** What its bars read, each. */
  async percents(): Promise<number[]> {
    const bars = await this.page.getByRole("progressbar").all();
    return Promise.all(bars.map(async (bar) => Number(await bar.getAttribute("aria-valuenow"))));
  }
}
