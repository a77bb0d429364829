import type { Locator, Page } from "playwright/test";

/** What the pages of restores, held deletions, the trash and runs have in common, as a person uses them. */
export class ConsolePage {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  title(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Presses Tab until `target` has the focus; fails after so many stops. */
  async tabTo(target: Locator, stops = 40) {
    const isFocused = () => target.evaluate((element) => element === document.activeElement);
    for (let stop = 0; stop < stops; stop += 1) {
      if (await isFocused()) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error("The keyboard never came there.");
  }
}
