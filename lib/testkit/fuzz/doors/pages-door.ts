import { globSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Who } from "#lib/auth/tokens.ts";
import { setWebService, webService } from "#lib/service.ts";
import { anyName, anyWord } from "./any-words.ts";
import { type DoorWorld, openDoorWorld, tabooFor } from "./door-world.ts";
import { inTime, judgeTold } from "./judge.ts";

const APP = join(process.cwd(), "app");

export type PageCase = {
  readonly page: number;
  readonly asker: number;
  readonly places: readonly string[];
  readonly query: readonly (readonly [string, string])[];
};

export const pageCases: fc.Arbitrary<PageCase> = fc.record({
  page: fc.nat({ max: 999 }),
  asker: fc.nat({ max: 99 }),
  places: fc.array(anyWord, { minLength: 3, maxLength: 3 }),
  query: fc.array(fc.tuple(anyName, anyWord), { maxLength: 3 }),
});

type Page = (props: {
  readonly params: Promise<Readonly<Record<string, string>>>;
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[]>>>;
}) => unknown;
type Known = { readonly file: string; readonly places: readonly string[]; readonly make: Page };

/** Pages: each with anything in its address, as far as it asks commands and hands on what they said. `next/*` has to be stood in for. */
export class PagesDoor {
  readonly #world: DoorWorld;
  readonly #pages: readonly Known[];
  #who: Who | null = null;

  private constructor(world: DoorWorld, pages: readonly Known[]) {
    this.#world = world;
    this.#pages = pages;
    const service = webService();
    setWebService({ ...service, auth: { ...service.auth, actorOf: async () => this.#who } });
  }

  static async open(): Promise<PagesDoor> {
    const pages = globSync("**/page.tsx", { cwd: APP })
      .sort()
      .map(async (file): Promise<Known> => {
        const { default: make }: { default: Page } = await import(join(APP, file));
        return { file, places: [...file.matchAll(/\[(\w+)\]/g)].map(([, place = ""]) => place), make };
      });
    return new PagesDoor(await openDoorWorld(), await Promise.all(pages));
  }

  async try(one: PageCase): Promise<string> {
    const page = this.#pages[one.page % this.#pages.length];
    const asker = this.#world.askers[one.asker % this.#world.askers.length];
    if (page === undefined || asker === undefined) throw new Error("there is no page");
    this.#who = asker.role === "scraper" || asker.role === "display" ? null : asker.who; // neither signs in
    const params = Object.fromEntries(
      page.places.map((place, n) => [place, encodeURIComponent((one.places[n] ?? "").toWellFormed())]),
    );
    try {
      const made = page.make({
        params: Promise.resolve(params),
        searchParams: Promise.resolve(Object.fromEntries(one.query)),
      });
      judgeTold(await inTime(Promise.resolve(made)), tabooFor(asker, one));
      return "answered";
    } catch (thrown) {
      const said = thrown instanceof Error ? thrown.message : String(thrown);
      if (said === "not found") return said;
      if (said.startsWith("redirect /")) return "sent elsewhere";
      throw new Error(`${page.file}: ${thrown instanceof Error ? (thrown.stack ?? said).slice(0, 600) : said}`);
    }
  }

  close(): Promise<void> {
    return this.#world.close();
  }
}
