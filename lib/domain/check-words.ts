import type { CheckCode } from "./check.ts";
import type { Row } from "./reasons.ts";

/** The table of words for what only a check names (PRODUCT B9). */
export const CHECK_FAULTS: Record<CheckCode, Row> = {
  "no-right": {
    says: "The service may not read or write there.",
    risk: "Every change that has to pass there: it does not get its second copy.",
    next: "Give the account that runs the service the right to read, write and rename there, and see that it is not mounted read-only.",
    lasts: "terminal",
    helps: null,
  },
  "room-short": {
    says: "What waits, and the largest package, do not fit into the free space.",
    risk: "Every change from the moment on at which the disk is full.",
    next: "Make room before it is needed: the trash and other programs' files are the first places to look.",
    lasts: "terminal",
    helps: null,
  },
  "room-low": {
    says: "The free space is nearly used up.",
    risk: "Nothing yet. Once the disk is full no change gets its second copy.",
    next: "Make room while there is time.",
    lasts: "terminal",
    helps: null,
  },
  "clock-apart": {
    says: "The clocks of the two pools differ.",
    risk: "No data. Ages and moments that one pool tells of the other are off by as much.",
    next: "Set both clocks by the same time server.",
    lasts: "terminal",
    helps: null,
  },
  "file-clock-apart": {
    says: "The file server's clock differs from this machine's.",
    risk: "No data: files are judged by the file server's own clock. Times of files are off by as much.",
    next: "Set both clocks by the same time server.",
    lasts: "terminal",
    helps: null,
  },
  "database-newer": {
    says: "A newer version of the service wrote the user database.",
    risk: "Every change of rows: this version does not touch that database.",
    next: "Start the newer version again; a database is never taken back to an older one.",
    lasts: "terminal",
    helps: null,
  },
  "interval-over-target": {
    says: "The sync interval is longer than the target for what is at risk.",
    risk: "Changes without a second copy for longer than the target, though everything works.",
    next: "Set a shorter sync interval in the settings, or let a change wake its copy (WakeOnChange).",
    lasts: "terminal",
    helps: null,
  },
  "limit-below-file": {
    says: "A file is larger than what a cycle carries.",
    risk: "Nothing: such a file travels alone, and the rest of its cycle's changes waits for the next.",
    next: "Nothing, or raise MaxDataConfPackageSizeKB in the settings above the largest file.",
    lasts: "expected",
    helps: null,
  },
  "not-checked": {
    says: "This could not be looked at, so nothing is known of it.",
    risk: "Nobody can say.",
    next: "Mend what the checks above it name, then check again.",
    lasts: "transient",
    helps: null,
  },
};
