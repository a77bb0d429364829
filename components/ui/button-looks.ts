const BASE =
  "moves inline-flex min-h-12 items-center justify-center rounded-xl px-4 text-sm aria-disabled:cursor-default aria-disabled:opacity-70 lg:min-h-10";

/** What leads on. One on a page. */
export const PRIMARY = `${BASE} bg-press font-medium text-on-press hover:brightness-110`;

/** Everything else that can be pressed. */
export const PLAIN = `${BASE} border border-edge bg-raised text-ink hover:border-accent`;

/** What is seldom pressed, many times on a page: it is read as a word, and is as large as a finger. */
export const QUIET =
  "moves inline-flex min-h-11 items-center rounded-lg px-2.5 text-accent text-sm hover:bg-raised lg:min-h-8";

/** The same for what cannot be taken back. */
export const QUIET_DANGER = QUIET.replace("text-accent", "text-bad");

/** What cannot be taken back. */
export const DANGER = `${BASE} border border-bad-line bg-transparent text-bad hover:bg-bad-bg`;

/** A way to another page within text. */
export const TEXT_LINK = "text-accent underline underline-offset-2";
