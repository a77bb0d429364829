import { fileURLToPath } from "node:url";

/** For every answer; the content security policy of pages has a nonce and comes from proxy.ts. */
const SAFE_HEADERS = [
  { key: "x-content-type-options", value: "nosniff" },
  { key: "x-frame-options", value: "DENY" },
  { key: "referrer-policy", value: "no-referrer" }, // a sign-in link's token is in its address
  { key: "permissions-policy", value: "camera=(), geolocation=(), microphone=()" },
  { key: "cross-origin-opener-policy", value: "same-origin" },
];

/** @type {import("next").NextConfig} */
export default {
  // The tests build into a folder of their own, beside a server that runs from `.next`.
  distDir: process.env.PAIRKEEPER_BUILD || ".next",
  poweredByHeader: false,
  turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) },
  serverExternalPackages: ["pino"],
  // TypeScript 7 has no compiler API for Next to call: `tsc` is a step of its own in `npm test`.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: "/:path*", headers: SAFE_HEADERS },
    {
      source: "/api/:path*",
      headers: [{ key: "content-security-policy", value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
};
