/** A time of day as the reader's clock shows it, with the day only when it is another one. */
export function clockText(iso: string, now: Date, timeZone?: string): string {
  const at = new Date(iso);
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", hourCycle: "h23", ...zone });
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...zone });
  return day.format(at) === day.format(now) ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

/** The same before the reader's time zone is known: UTC, and it says so. */
export function utcText(iso: string): string {
  return `${iso.slice(11, 19)} UTC`;
}
