import { expect, test } from "vitest";
import { DEFAULT_CONFIGURATION, NUMBER_BOUNDS, type NumberSetting } from "./configuration.ts";

test("a deployment begins with the vendor's defaults, and with D1, D8, D12 and D13 where the vendor says nothing", () => {
  expect(DEFAULT_CONFIGURATION).toEqual({
    syncInterval: 120_000,
    maxConcurrentCalls: 10,
    maxBatchesPerCmsSync: 500,
    maxBatchesPerUserStoreSync: 500,
    maxDataConfPackageSizeKB: 102_400,
    maxHighPriQueuePercentagePerUserStoreSync: 50,
    enableRgsBackupService: false,
    authorizedUniversalGroups: "RTCUniversalServerAdmins",
    authorizedLocalAccounts: "Network Service",
    wakeOnChange: false,
  });
});

test.each(Object.keys(NUMBER_BOUNDS) as NumberSetting[])("the default of %s is within its bounds", (setting) => {
  const [least, most] = NUMBER_BOUNDS[setting];
  expect(DEFAULT_CONFIGURATION[setting]).toBeGreaterThanOrEqual(least);
  expect(DEFAULT_CONFIGURATION[setting]).toBeLessThanOrEqual(most);
});
