import { bytes } from "./bytes-text.ts";
import type { Check, CheckFault, CheckName, CheckResult } from "./check.ts";
import { exportsAs } from "./cms-role.ts";
import type { Configuration } from "./configuration.ts";
import { duration } from "./duration.ts";
import type { ExportReport, PartnerWord } from "./evidence.ts";
import { isFresh } from "./freshness.ts";
import type { Instant } from "./instant.ts";
import { PACKAGE_BYTES } from "./limits.ts";
import type { PoolFqdn } from "./pool.ts";
import type { LargestFile, PoolSight, Room, Seen } from "./pool-sight.ts";
import type { StatusQuestion } from "./status.ts";
import { TARGET_SECONDS } from "./target.ts";

/** Clocks that differ by less are as good as set by one: reading them takes its time. */
export const SAME_CLOCK_MS = 5_000;
/** Free space below this share of a file system is little, or below so many bytes where that is less, or its size is not known. */
const LOW_SHARE = 0.05;
const LOW_BYTES = 10 * 2 ** 30;
const LOW_BYTES_OF_UNKNOWN = 2 ** 30;

export type CheckQuestion = {
  readonly sight: PoolSight;
  readonly largest: Seen<LargestFile>;
  /** The pool's status is computed from it; null for a pool without a partner. */
  readonly asked: StatusQuestion | null;
  /** What waits on the partner for this pool, by its own evidence; null where that is not known. */
  readonly comingBytes: number | null;
  readonly configuration: Configuration;
  /** The moment by this server's clock. */
  readonly now: Instant;
  readonly engine: { readonly isHeard: boolean; readonly heardAt: Instant | null };
};

/** Judges what a check found, each part by itself: what could not be looked at is not known, and never passed. */
export function judgeChecks(question: CheckQuestion): readonly Check[] {
  const { sight, largest, asked, configuration, now, engine } = question;
  const ofPartner =
    asked === null ? [] : [partnerWord(asked, now), partnerClock(question), partnerRoom(question, asked)];
  return [
    engineCheck(engine, now),
    told("file-store", sight.fileStore, () => passed("The file store carries its marker.")),
    told("content", sight.content, contentSeen),
    told("writing", sight.writing, () =>
      passed("A file was written, synced, renamed, read and taken away in BackupStore/Temp."),
    ),
    told("content-rights", sight.contentRights, ({ folders }) =>
      passed(`${folders} ${folders === 1 ? "folder" : "folders"} of content and trash may be read and written.`),
    ),
    told("database", sight.database, () => passed("The user database opens, and is the one that the ledger knows.")),
    told("database-rights", sight.databaseRights, () => passed("The user database and its folder may be written.")),
    told("capture", sight.capture, () => passed("The triggers that record changes are there, unaltered and awake.")),
    told("versions", sight.versions, versionsSeen),
    ...sight.rooms.map(({ what, path, room }) =>
      told("room", room, (value) =>
        roomSeen(`The ${what}`, path, value, what === "file store" ? needHere(question) : PACKAGE_BYTES),
      ),
    ),
    told("file-clock", sight.fileClock, (aheadMs) => clockSeen("The file server's clock", aheadMs, "file-clock-apart")),
    ...ofPartner,
    interval(configuration, now),
    told("largest-file", largest, (file) => largestSeen(file, configuration)),
  ];
}

type Verdict = Pick<Check, "result" | "code" | "says" | "path">;

function passed(says: string): Verdict {
  return { result: "passed", code: null, says, path: null };
}

function fault(result: CheckResult, code: CheckFault, says: string, path: string | null = null): Verdict {
  return { result, code, says, path };
}

/** What was seen is judged; what was not tells why, and a look that was never made has no result. */
function told<T>(name: CheckName, seen: Seen<T>, judge: (value: T) => Verdict): Check {
  if (seen.is === "seen") return { name, ...judge(seen.value), at: seen.at };
  const { code, sentence, path, at } = seen;
  return { name, ...fault(code === "not-checked" ? "not-known" : "failed", code, sentence, path), at };
}

function engineCheck({ isHeard, heardAt }: CheckQuestion["engine"], now: Instant): Check {
  const verdict = isHeard
    ? passed("The sync engine was heard within 15 s.")
    : fault("failed", "engine-unheard", "The sync engine was not heard for more than 15 s.");
  return { name: "engine", ...verdict, at: isHeard && heardAt !== null ? Math.min(heardAt, now) : now };
}

function contentSeen({
  whole,
  restoring,
}: {
  readonly whole: number;
  readonly restoring: readonly PoolFqdn[];
}): Verdict {
  const says = `${whole} data ${whole === 1 ? "set carries its marker" : "sets carry their markers"}.`;
  if (restoring.length === 0) return passed(says);
  return fault("warning", "restoring", `${says} That of ${restoring.join(" and ")} is being restored.`);
}

function versionsSeen({ database, ours }: { readonly database: number; readonly ours: number }): Verdict {
  if (database > ours)
    return fault("failed", "database-newer", `The user database has version ${database}, this service knows ${ours}.`);
  return passed(
    database === ours
      ? `The user database has version ${database}, which is this service's.`
      : `The user database has version ${database}; the engine brings it to ${ours} when it opens it.`,
  );
}

/** What the file store has to hold besides: what waits on the partner, and a package. */
function needHere({ comingBytes }: CheckQuestion): number {
  return (comingBytes ?? 0) + PACKAGE_BYTES;
}

function roomSeen(what: string, path: string | null, { freeBytes, totalBytes }: Room, need: number): Verdict {
  const share = totalBytes === null ? LOW_BYTES_OF_UNKNOWN : Math.min(totalBytes * LOW_SHARE, LOW_BYTES);
  const has = `${what} has ${bytes(freeBytes)} free${totalBytes === null ? "" : ` of ${bytes(totalBytes)}`}`;
  const needs = `${need > PACKAGE_BYTES ? "what waits and a package take" : "a package takes"} ${bytes(need)}`;
  if (freeBytes < need) return fault("failed", "room-short", `${has}; ${needs}.`, path);
  if (freeBytes - need < share) return fault("warning", "room-low", `${has}; ${needs}.`, path);
  return passed(`${has}; ${needs}.`);
}

/** Beyond the target no age that one side tells of the other says anything. */
function clockSeen(what: string, aheadMs: number, code: CheckFault): Verdict {
  const apart = Math.abs(aheadMs);
  if (apart <= SAME_CLOCK_MS) return passed(`${what} differs by less than ${duration(SAME_CLOCK_MS)}.`);
  const says = `${what} is ${duration(apart)} ${aheadMs > 0 ? "ahead of" : "behind"} this machine's.`;
  return fault(apart > TARGET_SECONDS * 1000 ? "failed" : "warning", code, says);
}

/** Exports of the pool in this run of the engine, of those modules that it is meant to export. */
function exportsOf({ modules, hearing }: StatusQuestion): readonly ExportReport[] {
  return modules
    .map(({ exported }) => exported)
    .filter((one) => one !== null && one.runId === hearing.runId && exportsAs(one.role)) as readonly ExportReport[];
}

const WORDS_ILL: readonly (readonly [when: (word: PartnerWord) => boolean, code: CheckFault, says: string])[] = [
  [
    ({ standby, isSameStore }) => standby === "lost" || !isSameStore,
    "standby-lost",
    "its standby copy is lost or in another store",
  ],
  [({ importState }) => importState === "ErrorState", "partner-fails", "it cannot import"],
];

/** The partner is known from its word alone (DESIGN L4), as the engine heard it. */
function partnerWord(asked: StatusQuestion, now: Instant): Check {
  const { partner, hearing } = asked;
  const all = exportsOf(asked);
  if (!hearing.fresh || all.length === 0)
    return {
      name: "partner",
      ...fault("not-known", "not-checked", "The engine has not told what it hears of the partner."),
      at: now,
    };
  const silent = all.filter(({ partner: word }) => !isFresh(word?.heardAt ?? null, asked.now));
  const at = Math.min(...all.map((one) => one.at));
  if (silent.length > 0)
    return {
      name: "partner",
      ...fault("failed", "partner-unheard", `${partner} is not heard: ${names(silent)}.`),
      at,
    };
  for (const [when, code, says] of WORDS_ILL) {
    const ill = all.filter(({ partner: word }) => word !== null && when(word));
    if (ill.length > 0)
      return { name: "partner", ...fault("failed", code, `${partner} says that ${says}: ${names(ill)}.`), at };
  }
  const restoring = all.filter(({ partner: word }) => word?.standby === "restoring");
  if (restoring.length > 0)
    return {
      name: "partner",
      ...fault("warning", "restoring", `${partner} says that its copy is being restored: ${names(restoring)}.`),
      at,
    };
  return { name: "partner", ...passed(`${partner} was heard within 15 s, and imports every module.`), at };
}

function names(all: readonly ExportReport[]): string {
  return all.map(({ lane }) => lane.module).join(", ");
}

function partnerClock({ sight }: CheckQuestion): Check {
  return told("partner-clock", newestWord(sight), ({ aheadMs }) =>
    clockSeen("The partner's clock", aheadMs, "clock-apart"),
  );
}

function partnerRoom({ sight, largest }: CheckQuestion, asked: StatusQuestion): Check {
  const waiting = exportsOf(asked).reduce((sum, one) => sum + (one.pendingBytes ?? 0), 0);
  const file = largest.is === "seen" ? (largest.value?.bytes ?? 0) : 0;
  return told("partner-room", newestWord(sight), ({ freeBytes }) =>
    freeBytes === null
      ? fault("not-known", "not-checked", "The partner does not say how much is free in its file store.")
      : roomSeen(
          "The partner's file store",
          null,
          { freeBytes, totalBytes: null },
          waiting + Math.max(PACKAGE_BYTES, file),
        ),
  );
}

/** The partner's youngest word; its clock and its room are one for all modules. */
function newestWord({ words }: PoolSight) {
  if (words.is === "unseen") return words;
  const [newest] = words.value.toSorted((a, b) => b.writtenAt - a.writtenAt);
  if (newest !== undefined) return { is: "seen", at: newest.writtenAt, value: newest } as const;
  const sentence = "The partner has not said anything yet.";
  return { is: "unseen", at: words.at, code: "not-checked", sentence, path: null } as const;
}

function interval({ syncInterval, wakeOnChange }: Configuration, now: Instant): Check {
  const target = TARGET_SECONDS * 1000;
  const says = `A cycle begins every ${duration(syncInterval)}; the target at risk is ${duration(target)}`;
  const isOver = syncInterval > target && !wakeOnChange;
  const verdict = isOver
    ? fault("warning", "interval-over-target", `${says}.`)
    : passed(`${says}${wakeOnChange ? ", and a change wakes its copy" : ""}.`);
  return { name: "interval", ...verdict, at: now };
}

function largestSeen(file: LargestFile, { maxDataConfPackageSizeKB }: Configuration): Verdict {
  const limit = maxDataConfPackageSizeKB * 1024;
  const carries = `a cycle carries ${bytes(limit)}`;
  if (file === null) return passed(`No look has seen a file yet; ${carries}.`);
  const says = `The largest file has ${bytes(file.bytes)}; ${carries}.`;
  return file.bytes > limit ? fault("warning", "limit-below-file", says, file.path) : passed(says);
}
