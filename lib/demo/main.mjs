import { installWhenNeeded } from "../launch/install.mjs";
import { nodeIsNewEnough, ROOT } from "../launch/node.mjs";

process.chdir(ROOT);
installWhenNeeded();
if (nodeIsNewEnough(import.meta.url)) await import("./main.ts");
