import { installWhenNeeded } from "./install.mjs";
import { nodeIsNewEnough, ROOT } from "./node.mjs";

process.chdir(ROOT);
installWhenNeeded();
if (nodeIsNewEnough(import.meta.url)) await import("./verify.ts");
