import { z } from "zod";
import { duration } from "#lib/domain/duration.ts";
import { changeAnswer } from "./ask-to-change.ts";
import type { Answer } from "./cmdlet.ts";
import { compareText, found } from "./compare-text.ts";
import { list } from "./print.ts";

const count = z.number().nullable();

const receipt = z.object({
  Placed: z.number(),
  Identical: z.number(),
  Different: z.number(),
  DeletedByOwner: z.number(),
  InFlight: z.number(),
  Refused: z.number(),
  LeftAlone: z.array(z.object({ Case: z.string(), Table: z.string(), Key: z.string() })),
});

const run = z.object({
  Identity: z.string(),
  Phase: z.string(),
  TotalItems: count,
  AckedItems: count,
  InFlightItems: z.number(),
  LeftItems: z.number(),
  HeldItems: z.number(),
  TotalBytes: count,
  LeftBytes: count,
  CurrentItem: z.string().nullable(),
  ItemsPerSecond: count,
  BytesPerSecond: count,
  SecondsLeftAtLeast: count,
  SecondsLeftAtMost: count,
  Compared: z
    .object({ Identical: z.number(), Missing: z.number(), Different: z.number(), Extra: z.number() })
    .nullable(),
  Receipt: receipt.nullable(),
  Found: found.nullable().default(null),
  End: z.string().nullable(),
  Problem: z.string().nullable(),
  EndedAt: z.string().nullable(),
});

/** A request as the server tells it. */
export const request = z.object({
  Id: z.string(),
  What: z.string(),
  PoolFqdn: z.string(),
  BackupPoolFqdn: z.string(),
  State: z.string(),
  RequestedBy: z.string(),
  RequestedAt: z.string(),
  Modules: z.array(run),
});

export type RequestTold = z.infer<typeof request>;

/** The answer of a cmdlet that leaves a request: one line that says how to follow it. */
export function acceptedAnswer(json: unknown, what: string): Answer {
  return changeAnswer(
    json,
    request,
    ({ Id, PoolFqdn, BackupPoolFqdn }) => `${what} of ${PoolFqdn} to ${BackupPoolFqdn} accepted: request ${Id}.`,
  );
}

/** A request as a list, and each of its modules below it. */
export function requestText({ Modules, ...head }: RequestTold): string {
  return [list(head), ...Modules.map((module) => list(fields(module)))].join("\n\n");
}

function fields({
  SecondsLeftAtLeast,
  SecondsLeftAtMost,
  Compared,
  Receipt,
  Found,
  ...more
}: RequestTold["Modules"][number]) {
  return {
    ...more,
    TimeLeft: timeLeft(SecondsLeftAtLeast, SecondsLeftAtMost),
    Compared: Compared && counted(Compared),
    Receipt: Receipt && receiptText(Receipt),
    ...(Found && { Found: compareText(Found) }),
  };
}

/** A range, never a time of day. */
export function timeLeft(atLeast: number | null, atMost: number | null): string | null {
  if (atLeast === null || atMost === null) return null;
  return `${duration(atLeast * 1000)} to ${duration(atMost * 1000)}`;
}

function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function receiptText({ LeftAlone, ...counts }: z.infer<typeof receipt>): string {
  const named = LeftAlone.map(({ Case, Table, Key }) => `${Case}: ${Table} ${Key}`);
  return [counted(counts), ...named].join("; ");
}
