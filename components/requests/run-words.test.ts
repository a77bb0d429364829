import { expect, test } from "vitest";
import { FACES, NOW, plain, seconds } from "#lib/testkit/snapshot.ts";
import { part, receipt, toldRun } from "#lib/testkit/told-run.ts";
import { amountWords, leftWords, paceWords, partWords, runTitle, stateWords } from "./run-words.ts";

test.each([
  ["Sync pool2 → pool1", toldRun()],
  ["Restore of pool1 from pool2", toldRun({ Modules: [part({ Receipt: receipt() })] })],
  ["Backup of pool2 to pool1", toldRun({ What: "delta" })],
  ["Restore of pool1 from pool2", toldRun({ What: "restore" })],
  ["Adoption of the stores of pool1", toldRun({ What: "adopt" })],
  ["Release of held deletions, pool2 → pool1", toldRun({ What: "release" })],
  ["Back from the trash to pool1", toldRun({ What: "bring-back" })],
  ["Compare of pool2 with its standby on pool1", toldRun({ What: "compare" })],
  ["What differs on pool1, sent again from pool2", toldRun({ What: "send-again" })],
])("%s", (title, run) => {
  expect(runTitle(run)).toBe(title);
});

test.each([
  ["Accepted", toldRun()],
  ["Running", toldRun({ State: "Running" })],
  [`Stopping, asked at ${NOW}`, toldRun({ State: "Running", CancelledAt: NOW })],
  ["All sent, waiting for the partner's word", toldRun({ State: "Sent" })],
  [
    `Done at ${seconds(9)}`,
    toldRun({ State: "Done", Modules: [part({ EndedAt: NOW }), part({ EndedAt: seconds(9) })] }),
  ],
  [`Stopped at ${NOW}`, toldRun({ State: "Cancelled", CancelledAt: NOW, Modules: [part({ EndedAt: NOW })] })],
  [`Failed at ${NOW}`, toldRun({ State: "Failed", Modules: [part({ EndedAt: NOW })] })],
])("%s", (words, run) => {
  expect(plain(stateWords(run))).toBe(words);
});

test.each([
  ["Waits its turn", part()],
  ["Asking pool1 what it holds", part({ Phase: "asking" })],
  ["Comparing with what pool2 holds", part({ Phase: "looking" })],
  ["Sending", part({ Phase: "sending", TotalItems: 9, LeftItems: 4 })],
  [
    "Deleting 4 files and folders there, after the rest is acknowledged",
    part({ Phase: "sending", LeftItems: 4, GoneItems: 4 }),
  ],
  ["All sent: pool1 puts it in its place", part({ Phase: "sending", TotalItems: 9, Receipt: receipt() })],
  ["Waiting for pool1's ack of 1 file or folder", part({ Phase: "sent", InFlightItems: 1 })],
  ["Done", part({ Phase: "done", End: "done" })],
  ["Failed", part({ Phase: "done", End: "failed" })],
  ["Stopped where it stood: what was sent stays sent", part({ Phase: "done", End: "cancelled" })],
])("%s", (words, told) => {
  expect(partWords(told, toldRun(), FACES)).toBe(words);
});

test("amounts are told once they are counted, bytes only where they are known", () => {
  expect(amountWords(part(), FACES)).toEqual([]);
  expect(amountWords(part({ TotalItems: 0, AckedItems: 0 }), FACES)).toEqual(["There was nothing to send"]);
  const some = part({ TotalItems: 4120, AckedItems: 1204 });
  expect(amountWords(some, FACES)).toEqual(["1,204 of 4,120 files and folders there"]);
  expect(amountWords({ ...some, TotalBytes: 210e6, LeftBytes: 162e6 }, FACES)[1]).toBe(
    "48\u00a0MB of 210\u00a0MB sent",
  );
});

test("the pace and the time left are told while they are known; the time left is a range", () => {
  expect(paceWords(part(), FACES)).toBe("");
  expect(paceWords(part({ ItemsPerSecond: 120, BytesPerSecond: 4_100_000 }), FACES)).toBe(
    "120 files and folders a second, 4.1\u00a0MB a second",
  );
  expect(leftWords(part())).toBeNull();
  expect(leftWords(part({ SecondsLeftAtLeast: 240, SecondsLeftAtMost: 420 }))).toBe("4 min to 7 min");
  expect(leftWords(part({ SecondsLeftAtLeast: 0, SecondsLeftAtMost: 8 }))).toBe("at most 8 s");
  expect(leftWords(part({ SecondsLeftAtLeast: 5, SecondsLeftAtMost: 5 }))).toBe("about 5 s");
});

test.each([
  ["pool1 reads what it holds", "asking"],
  ["pool2 reads what it holds, and compares", "looking"],
  ["What differs is sent again", "sending"],
  ["Compared once more when it has arrived on pool1", "sent"],
  ["Done", "done"],
] as const)("a compare: %s", (words, Phase) => {
  expect(partWords(part({ Phase }), toldRun({ What: "compare" }), FACES)).toBe(words);
});

test("a compare tells what it has read, and sending again what it proved", () => {
  const read = part({ TotalItems: 4120, AckedItems: 1204 });
  expect(amountWords(read, FACES, "compare")).toEqual(["1,204 of 4,120 files and folders read on this side"]);
  const sent = part({ TotalItems: 3, AckedItems: 3 });
  expect(amountWords(sent, FACES, "send-again")).toEqual(["3 files and folders sent again"]);
  expect(amountWords({ ...sent, End: "done" }, FACES, "send-again")).toEqual([
    "3 files and folders sent again",
    "compared once more: the same on both sides",
  ]);
});
