import { expect, test } from "vitest";
import type { DirectionLoss } from "#lib/domain/direction-loss.ts";
import { aLoss, direction, partner, plain, seconds } from "#lib/testkit/snapshot.ts";
import { lossGrounds } from "./loss-grounds.ts";
import { lossSentence } from "./loss-sentence.ts";

const said = (more: Partial<DirectionLoss>) => plain(lossSentence(direction({ loss: aLoss(more) })));

test.each<[string, Partial<DirectionLoss>]>([
  [
    `If pool1 died now, changes of 12 users, 3 conferences and 41 files and folders since ${seconds(-200)} would be lost.`,
    { Users: 12, Conferences: 3, Files: 41, Since: seconds(-200) },
  ],
  [`If pool1 died now, changes of 1 user since ${seconds(-9)} would be lost.`, { Users: 1, Since: seconds(-9) }],
  [
    `If pool1 died now, changes of 1 file or folder and 2 topology documents since ${seconds(-9)} would be lost.`,
    { Files: 1, Documents: 2, Since: seconds(-9) },
  ],
  [
    "If pool1 died now, changes of 1,216 users, 1 other item and 2 items that were refused would be lost.",
    { Users: 1216, Others: 1, Unnamed: 2 },
  ],
  [
    `If pool1 died now, at least changes of 2 users since ${seconds(-9)} would be lost.`,
    { Is: "AtLeast", Why: "partner-unheard", Users: 2, Since: seconds(-9) },
  ],
  [`If pool1 died now, nothing known would be lost as of ${seconds(-60)}.`, {}],
  [`If pool1 died now, nothing known would be lost as of ${seconds(-3)}.`, { FilesAsOf: null }],
  [
    "If pool1 died now, all that the lost store of pool2 held would be lost.",
    { Is: "Unknown", Why: "standby-lost", AsOf: null },
  ],
  [
    `If pool1 died now, all that the lost store of pool2 held would be lost, and changes of 2 users since ${seconds(-9)}.`,
    { Is: "AtLeast", Why: "standby-lost", Users: 2, Since: seconds(-9) },
  ],
  ["What would be lost if pool1 died now is not known.", { Is: "Unknown", Why: "engine-unheard", AsOf: null }],
])("%s", (sentence, loss) => {
  expect(said(loss)).toBe(sentence);
});

test("it says as of when, files by their scan, and why it is not certain", () => {
  const grounds = (more: Partial<DirectionLoss>) => plain(lossGrounds(direction({ loss: aLoss(more) })));
  expect(grounds({ Users: 1 })).toBe(`As of ${seconds(-3)}; files as of the scan of ${seconds(-60)}.`);
  expect(grounds({ Users: 1, FilesAsOf: null })).toBe(`As of ${seconds(-3)}.`);
  expect(grounds({})).toBe("");
  expect(grounds({ Users: 1, Is: "AtLeast", Why: "look-old" })).toMatch(
    /^The files were not looked at .*known\. As of /,
  );
  expect(grounds({ Is: "Unknown", Why: "starting", AsOf: null })).toBe(
    "The first look since the service started has not ended.",
  );
  expect(grounds({ Is: "Unknown", Why: null, AsOf: null })).toBe("");
  const there = [partner({ ImportStatus: "Unknown", Reason: "pool-elsewhere", AsOf: null })];
  const away = direction({ partners: there, loss: aLoss({ Is: "Unknown", Why: "pool-elsewhere", AsOf: null }) });
  expect(plain(lossGrounds(away))).toMatch(/^This service does not run the engine of pool2 /);
});
