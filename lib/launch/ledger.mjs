import { nodeIsNewEnough, ROOT } from "./node.mjs";

// Packages are not installed from here: copies belong to a service that `npm start` brought up from this folder.
process.chdir(ROOT);
if (nodeIsNewEnough(import.meta.url)) await import("./ledger.ts");
