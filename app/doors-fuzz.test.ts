import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { DOORS, tryDoor } from "#lib/testkit/fuzz/doors/try-doors.ts";

// A few cases at each door, always the same; `npm run test:deep -- doors` tries many.

vi.mock("next/headers", () => ({
  headers: async () => new Headers(),
  cookies: async () => ({ get: () => undefined, set: () => {} }),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => {}, refresh: () => {} }));
vi.mock("next/navigation", () => ({
  redirect: (path: string) => {
    throw new Error(`redirect ${path}`);
  },
  notFound: () => {
    throw new Error("not found");
  },
  usePathname: () => "/",
}));

const ASKED = inject("doors");
/** What a sign-in costs is meant to cost: a hash. */
const few = (door: (typeof DOORS)[number]) => ({ cases: door === "sign-in" ? 40 : 300, seed: 11 });
const logged: string[] = [];

beforeAll(() => {
  for (const word of ["error", "warn"] as const)
    vi.spyOn(console, word).mockImplementation(
      (...said) => void logged.push(said.map(String).join(" ").slice(0, 2_000)),
    );
});
afterAll(() => {
  vi.restoreAllMocks();
});

test.each(DOORS)(
  "whatever comes to the door %s is answered in our words, and nobody learns what they may not",
  async (door) => {
    const { violation, outcomes } = await tryDoor(door, ASKED ?? few(door));
    expect(violation, logged.slice(-3).join("\n")).toBeNull();
    if (ASKED !== undefined) process.stdout.write(`${door}: ${[...outcomes].map((one) => one.join(" ")).join(", ")}\n`);
    expect(outcomes.size, [...outcomes.keys()].join()).toBeGreaterThan(1);
  },
);
