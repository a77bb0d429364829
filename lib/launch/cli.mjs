import { nodeIsNewEnough, ROOT } from "./node.mjs";

// Packages are not installed from here: a command talks to a server that `npm start` brought up from this folder.
process.chdir(ROOT);
if (nodeIsNewEnough(import.meta.url)) await import("../cli/main.ts");
