import type { Page } from "playwright/test";
import { type Camera, DESKTOP, type Look, PHONE, settled } from "./camera.ts";

/** Light enough to be looked at in a README. */
const MOST_BYTES = 300_000;

const dark: Look = { ...DESKTOP, scheme: "dark" };

/** Lost content, and what to bring back from where. */
const LOST = "kyoto.demo.test";
const BEHIND = "lyon.demo.test";

/** The pictures that the README shows. */
export async function readmePictures(camera: Camera, address: string): Promise<void> {
  await picture(camera, `${address}/`, "pairs", dark);
  await picture(camera, `${address}/wall`, "wall", { width: 1920, height: 1080, scheme: "dark" });
  await picture(camera, `${address}/on-call`, "on-call", { ...PHONE, scheme: "dark", scale: 1.5 });
  await picture(camera, `${address}/pools/${LOST}/restore`, "restore", dark);
  await picture(camera, `${address}/pairs/${BEHIND}/ConfServices.DataConf`, "module", { ...dark, height: 1200 }, chart);
}

async function picture(camera: Camera, url: string, name: string, look: Look, isThere = settled): Promise<void> {
  const bytes = await camera.take(url, name, look, isThere);
  console.log(`${name}.png  ${Math.round(bytes / 1000)} kB`);
  if (bytes > MOST_BYTES) throw new Error(`${name}.png is heavier than ${MOST_BYTES / 1000} kB.`);
}

/** The chart is a chunk of its own that comes last. */
async function chart(page: Page): Promise<void> {
  await page.locator("svg.recharts-surface").first().waitFor();
  await settled(page);
}
