import { startVitest } from "vitest/node";
import type { DoorsAsked } from "./try-doors.ts";

/** `npm run test:deep -- doors 10000 7`: so many cases at each door with that seed. Server actions want a runner that stands in for Next. True when nothing went wrong. */
export async function deepDoors(asked: DoorsAsked): Promise<boolean> {
  const options = {
    config: "lib/vitest.config.ts",
    provide: { doors: asked },
    testTimeout: 0,
    run: true,
    reporters: ["verbose"],
  };
  const runner = await startVitest("test", ["app/doors-fuzz.test.ts"], options);
  const isGood = runner.state.getCountOfFailedTests() === 0 && runner.state.getFiles().length > 0;
  await runner.close();
  return isGood && process.exitCode !== 1;
}
