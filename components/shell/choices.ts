import { TIMES, type Times } from "#components/status/times.ts";

/** Light, dark, or as the system has it. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** What a reader chose for all pages, kept in cookies, so that the server writes the first page right and nothing flashes. */
export type Choices = { readonly theme: Theme; readonly times: Times };

/** Reads cookies as a reader may have left them; what is no choice of ours is none. */
export function choicesIn(cookie: (name: keyof Choices) => string | undefined): Choices {
  return {
    theme: THEMES.find((theme) => theme === cookie("theme")) ?? "system",
    times: TIMES.find((times) => times === cookie("times")) ?? "local",
  };
}

const YEAR_SECONDS = 31_536_000;

/** Remembers a choice in this browser, and lets the page have it at once. */
export function choose(choice: Partial<Choices>): void {
  for (const [name, value] of Object.entries(choice)) {
    document.documentElement.dataset[name] = value;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
    document.cookie = `${name}=${value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  }
}
