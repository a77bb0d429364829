/** What the browser shows instead of a page that does not come tries nothing, and nobody is there to press anything: the page is asked for first. */
export async function reloadOnceItAnswers(): Promise<void> {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null); // who calls asks again
  if (answer?.ok) location.reload();
}

/** Two servers of different builds that answer by turns must not make a wall flicker. */
const APART_MS = 60_000;
const RELOADED = "pairkeeper.wall-reloaded-at";

/** Brings a wall up to date with its server. */
export async function reloadForNewBuild(): Promise<void> {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < APART_MS) return;
  sessionStorage.setItem(RELOADED, String(Date.now()));
  await reloadOnceItAnswers();
}

/** Keeps the screen on while it is shown; where a browser does not know how, its owner has to. Returns how to end it. */
export function keepScreenOn(): () => void {
  let held: WakeLockSentinel | null = null;
  let isOver = false;
  const hold = async () => {
    if (document.visibilityState !== "visible" || (held !== null && !held.released)) return;
    const lock = await navigator.wakeLock?.request("screen").catch(() => null);
    if (isOver) void lock?.release();
    else held = lock ?? null;
  };
  document.addEventListener("visibilitychange", hold);
  void hold();
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", hold);
    void held?.release();
  };
}

const RENEW_EVERY_MS = 24 * 3_600_000;

/** A browser forgets a cookie after 400 days, and a screen may run for longer. Returns how to end it. */
export function keepCookie(): () => void {
  const renew = () => void fetch("/api/display", { cache: "no-store" }).catch(() => null);
  renew();
  const timer = setInterval(renew, RENEW_EVERY_MS);
  return () => clearInterval(timer);
}
