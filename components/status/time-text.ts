type Formats = { readonly clock: Intl.DateTimeFormat; readonly day: Intl.DateTimeFormat };

/** By time zone: a page shows thousands of moments, and a format is dear to make. */
const formats = new Map<string | undefined, Formats>();

function formatsOf(timeZone: string | undefined): Formats {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const zone = timeZone === undefined ? {} : { timeZone };
  const made = {
    clock: new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", hourCycle: "h23", ...zone }),
    day: new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", ...zone }),
  };
  formats.set(timeZone, made);
  return made;
}

/** A time of day as the reader's clock shows it, with the day only when it is another one. */
export function clockText(iso: string, now: Date, timeZone?: string): string {
  const at = new Date(iso);
  const { clock, day } = formatsOf(timeZone);
  return day.format(at) === day.format(now) ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

/** A moment as a reader who works in UTC wants it: it says so. */
export function universalText(iso: string, now: Date): string {
  return `${clockText(iso, now, "UTC")} UTC`;
}

/** The same before it is known how the reader wants it: UTC, and it says so. */
export function utcText(iso: string): string {
  return `${iso.slice(11, 19)} UTC`;
}
