import { run, theOutside } from "./run.ts";

// A reader that has seen enough (`| head`) is no failure of ours.
process.stdout.on("error", () => process.exit());
process.exitCode = await run(process.argv.slice(2), theOutside);
