import type { Demo } from "#lib/demo/demo.ts";
import { type Camera, DESKTOP, isWanted, type Look, PHONE } from "./camera.ts";
import { everyPage, nameOf } from "./routes.ts";

const LOOKS: readonly (readonly [name: string, look: Look])[] = [
  ["desktop-dark", { ...DESKTOP, scheme: "dark", isWhole: true }],
  ["desktop-light", { ...DESKTOP, scheme: "light", isWhole: true }],
  ["desktop-grey", { ...DESKTOP, scheme: "dark", isWhole: true, isGrey: true }],
  ["phone-dark", { ...PHONE, scheme: "dark", isWhole: true }],
  ["phone-light", { ...PHONE, scheme: "light", isWhole: true }],
];

/** Every page of the console on the running demo, each where its scene has something to show. */
export async function everyScreen(camera: Camera, demo: Demo, only: string): Promise<void> {
  const pages = everyPage((route, part) => {
    if (part === "id") return demo.restores[0] ?? "none";
    if (part === "module") return "ConfServices.DataConf";
    if (route.includes("held")) return "porto.demo.test";
    return route.includes("restore") ? "kyoto.demo.test" : "lyon.demo.test";
  });
  for (const path of pages) {
    for (const [name, look] of LOOKS) {
      const file = `${nameOf(path)}--${name}`;
      if (!isWanted(file, only)) continue;
      await camera.take(demo.address + path, file, look);
      console.log(file);
    }
  }
}
