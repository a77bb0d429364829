import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type SceneName, scenesNamed } from "#lib/demo/scenes.ts";
import { buildWhenNeeded } from "#lib/launch/build.ts";
import { TEST_BUILD } from "#lib/launch/test-build.ts";
import { cookiesOf } from "../pages/sign-in-page.ts";
import { openBrowser } from "../world/browser.ts";
import { openDemo, untilScenesShow } from "../world/demo-world.ts";
import { Camera } from "./camera.ts";
import { everyDialog } from "./dialogs.ts";
import { everyScreen } from "./every-screen.ts";
import { readmePictures } from "./readme.ts";
import { scaleScreens } from "./scale.ts";

/*
 * `npm run pictures` makes the README's pictures from the demo. `--all <folder>` takes every page in every size, theme and in
 * grey, and the screens of very many pairs, for somebody to look at.
 */

const SEED = 7;
/** Where a pool lost something its path is shown: it is to be one that says nothing of the machine. */
const DATA_FOLDER = join(tmpdir(), "pairkeeper");

/** A demo that has run for a while has something to draw. */
const SCENES = ["quiet", "busy", "behind", "silent", "poison", "lost"] as const;

const { values } = parseArgs({
  options: {
    all: { type: "string" },
    /** Only those whose name has this, or one of these, in it. */
    only: { type: "string", default: "" },
    /** Which scenes of the demo are played: a part of the pictures needs few, and is there sooner. */
    scenes: { type: "string" },
    /** Where the demo keeps its data; it is made, and taken away in the end. */
    data: { type: "string", default: DATA_FOLDER },
    /** Seconds that the demo runs before the first picture. */
    after: { type: "string", default: "90" },
  },
});

const played = values.scenes === undefined ? (["all"] as const) : values.scenes.split(",").map(sceneNamed);
await buildWhenNeeded(TEST_BUILD, "inherit");
const world = await openDemo(values.all === undefined ? SCENES : played, SEED, madeAnew(resolve(values.data)));
const browser = await openBrowser();
try {
  const { address } = world.demo;
  await untilScenesShow(
    world,
    SCENES.filter((name) => values.scenes === undefined || played.some((one) => one === name)),
  );
  const cookies = await cookiesOf(browser, address);
  const folder = values.all === undefined ? "public/pictures" : resolve(values.all);
  const camera = new Camera(browser, cookies, folder);
  if (values.all !== undefined) await everyDialog(camera, world, values.only); // while a restore runs
  await new Promise((then) => setTimeout(then, Number(values.after) * 1000));
  if (values.all === undefined) await readmePictures(camera, address);
  else {
    await everyScreen(camera, world.demo, values.only);
    await scaleScreens(camera, address, values.only);
  }
} finally {
  await browser.close();
  await world.end();
}
process.exit();

function sceneNamed(name: string): SceneName {
  const scene = scenesNamed([name])?.[0];
  if (scene === undefined) throw new Error(`There is no scene ${name}.`);
  return scene.name;
}

/** What stands there already is somebody's. */
function madeAnew(folder: string): string {
  if (existsSync(folder)) throw new Error(`${folder} is there already: name another folder with --data.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
