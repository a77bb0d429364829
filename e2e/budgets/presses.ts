import type { Page } from "playwright/test";

/*
 * How long a page takes to answer a press: from the event, by the browser's own stamp, until the frame in which something is
 * different has been drawn. What changes by itself, as ages do, is no answer.
 */

/** Whoever did not answer by then never will. */
const PATIENCE_MS = 3_000;
/** Ages tick once a second: so long what moves by itself is learnt. */
const LEARN_MS = 1_200;

type Inside = {
  learn(ms: number): Promise<void>;
  begin(within: string): void;
  answered(ms: number): Promise<number | null>;
};
type WithInside = { readonly presses: Inside };

/** To be called before the page is opened. */
export async function presses(page: Page): Promise<void> {
  await page.addInitScript(inside);
}

/** Milliseconds from the press until something within `within`, a dialog or a word of status was drawn; null when nothing was. */
export async function pressTo(page: Page, within: string, press: () => Promise<void>): Promise<number | null> {
  await page.evaluate((ms) => (window as unknown as WithInside).presses.learn(ms), LEARN_MS);
  await page.evaluate((where) => (window as unknown as WithInside).presses.begin(where), within);
  await press();
  return page.evaluate((ms) => (window as unknown as WithInside).presses.answered(ms), PATIENCE_MS);
}

/** The same for a press that brings another page: until its first words were drawn. */
export async function pressToPage(page: Page, press: () => Promise<void>): Promise<number> {
  const pressedAt = Date.now();
  await Promise.all([page.waitForEvent("domcontentloaded"), press()]);
  const painted = await page.waitForFunction(() => {
    const [first] = performance.getEntriesByName("first-contentful-paint");
    return first === undefined ? null : performance.timeOrigin + first.startTime;
  });
  return Number(await painted.jsonValue()) - pressedAt;
}

/** Runs in the page, before its own scripts. */
function inside(): void {
  /** What changes by itself: the node, and how. */
  let moving = new Map<Node, Set<string>>();
  let pressed: Element | null = null;
  let pressedAt: number | null = null;
  let drawnAt: number | null = null;
  let tell: (() => void) | null = null;
  const whole = { subtree: true, childList: true, characterData: true, attributes: true } as const;
  const stamp = ({ timeStamp, target, isTrusted }: Event) => {
    if (!isTrusted) return;
    pressedAt ??= timeStamp;
    pressed = target instanceof Element ? target.closest("button") : null;
  };
  const drawn = () => {
    if (pressedAt === null || drawnAt !== null) return;
    requestAnimationFrame(() =>
      setTimeout(() => {
        drawnAt ??= performance.now();
        tell?.();
      }),
    );
  };
  const told: Inside = {
    learn: async (ms) => {
      moving = new Map();
      const look = new MutationObserver((changes) => {
        for (const { target, type } of changes) moving.set(target, (moving.get(target) ?? new Set<string>()).add(type));
      });
      look.observe(document.documentElement, whole);
      await new Promise((resolve) => setTimeout(resolve, ms));
      look.disconnect();
    },
    begin: (within) => {
      [pressedAt, drawnAt, tell] = [null, null, null];
      for (const kind of ["click", "keydown"]) window.addEventListener(kind, stamp, { capture: true, once: true });
      const look = new MutationObserver((changes) => {
        const isAnswer = ({ target, type }: MutationRecord) => {
          if (pressed?.contains(target) || pressed?.parentElement === target) return true;
          const element = target instanceof Element ? target : target.parentElement;
          const isSeen = element?.closest(`${within}, dialog, [role="status"], [role="alert"], head`) != null;
          return isSeen && !moving.get(target)?.has(type);
        };
        if (changes.some(isAnswer)) drawn();
      });
      look.observe(document.documentElement, whole);
    },
    answered: async (ms) => {
      if (drawnAt === null)
        await Promise.race([
          new Promise<void>((resolve) => {
            tell = resolve;
          }),
          new Promise((resolve) => setTimeout(resolve, ms)),
        ]);
      return drawnAt === null || pressedAt === null ? null : drawnAt - pressedAt;
    },
  };
  for (const kind of ["toggle", "beforetoggle"]) window.addEventListener(kind, drawn, { capture: true });
  Object.assign(window, { presses: told });
}
