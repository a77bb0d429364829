import { lint, quickUnits, runAndSay, types } from "./checks.ts";

await runAndSay([lint, types, quickUnits]);
process.exit();
