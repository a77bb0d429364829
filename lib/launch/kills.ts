import { exit } from "node:process";
import { browserTests, build } from "./checks.ts";

/* `npm run test:deep -- kills 3`: the test that kills services, so many times over with other seeds, on the tests' build. */

const [times = "1"] = process.argv.slice(2);
const { failed } = await build.run();
exit(failed === 0 ? await browserTests(["kills", `--repeat-each=${times}`, "--reporter=list"]) : 1);
