import { globSync } from "node:fs";

/** What stands for the variable parts of a page's address. */
export type Fill = (route: string, part: string) => string;

/** Every page that the console has, as the folder of routes has them. */
export function everyPage(fill: Fill): readonly string[] {
  return globSync("app/**/page.tsx")
    .map((file) => file.replace(/^app/, "").replace(/\/page\.tsx$/, ""))
    .map((route) => route.replace(/\/\([^)]+\)/g, ""))
    .filter((route) => !route.startsWith("/login")) // whoever is signed in is sent on
    .map((route) => route.replace(/\[([^\]]+)\]/g, (_, part: string) => encodeURIComponent(fill(route, part))) || "/")
    .sort();
}

/** A file's name for an address. */
export function nameOf(path: string): string {
  return (
    decodeURIComponent(path)
      .replace(/^\//, "")
      .replace(/[^\w.-]+/g, "-") || "pairs"
  );
}
