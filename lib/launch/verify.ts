import { lint, runAndSay, types, units } from "./checks.ts";

await runAndSay([lint, types, units]);
process.exit();
