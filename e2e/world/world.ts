import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect } from "playwright/test";
import { newDataFolder, removeDataFolder, type Service, startService } from "./service.ts";

type World = {
  /** A service for this test alone, on a new data folder; its logs are attached when the test fails. */
  service: Service;
  /** Fails the test when a page wrote an error to its console. */
  quietConsole: undefined;
};

export const test = base.extend<World>({
  // biome-ignore lint/correctness/noEmptyPattern: the first argument of a fixture must be a pattern
  service: async ({}, use, info) => {
    const dataFolder = newDataFolder();
    const service = await startService(dataFolder);
    await use(service);
    if (info.status !== info.expectedStatus) {
      await info.attach("server.log", { body: service.logged() });
      await info.attach("engine.log", { body: readFileSync(join(dataFolder, "logs", "engine.log")) });
    }
    await service.stop();
    removeDataFolder(dataFolder);
  },
  baseURL: async ({ service }, use) => use(service.address),
  quietConsole: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
      });
      page.on("pageerror", (error) => errors.push(String(error)));
      await use(undefined);
      expect(errors, "errors in the page's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
