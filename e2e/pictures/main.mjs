import { installWhenNeeded } from "../../lib/launch/install.mjs";
import { nodeIsNewEnough, ROOT } from "../../lib/launch/node.mjs";

process.chdir(ROOT);
installWhenNeeded();
if (nodeIsNewEnough(import.meta.url)) await import("./main.ts");
