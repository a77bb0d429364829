import { browser, build, lint, runAndSay, types, units } from "./checks.ts";

await runAndSay([lint, types, units, build, browser]);
process.exit();
