import { fileURLToPath } from "node:url";
import { NO_PAGE, SAFE_HEADERS } from "./lib/launch/safe-headers.ts";

/** Where people reach us, when a proxy in front hands on another host than the one in their address bar; checked by lib/config. */
const PUBLIC_HOST = URL.parse(process.env.PAIRKEEPER_URL ?? "")?.host;

/** @type {import("next").NextConfig} */
export default {
  // The tests build into a folder of their own, beside a server that runs from `.next`.
  distDir: process.env.PAIRKEEPER_BUILD || ".next",
  poweredByHeader: false,
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
  experimental: {
    // A server has all its pages from the start: no build beneath it takes one away. Tests start a hundred, each for a few pages.
    preloadEntriesOnStart: process.env.PAIRKEEPER_PAGES !== "when-asked",
    ...(PUBLIC_HOST && { serverActions: { allowedOrigins: [PUBLIC_HOST] } }),
  },
  // TypeScript 7 has no compiler API for Next to call: `tsc` is a step of its own in `npm test`.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: [...SAFE_HEADERS] },
    { source: "/api/:path*", headers: [NO_PAGE] },
  ],
};
