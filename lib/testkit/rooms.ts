import { posix } from "node:path";

/** One room: what it may import, and the sentence that says why. Names ending in "/" are folders. */
type Room = {
  readonly may: readonly string[];
  /** "all", or the packages (and `node:`) that it may use. */
  readonly packages: "all" | readonly string[];
  readonly why: string;
};

const plug = (own: readonly string[]): Room => ({
  may: ["lib/ports/", "lib/domain/", "lib/disk/", ...own],
  packages: "all",
  why: "a plug knows its port and the domain, never a sibling plug or the engine: lib/service alone brings them together.",
});

/** Every path, also one that leads outside. */
const ANYWHERE = [""];

/** STYLE's arrows; the first pattern that fits a path names its room. */
const ROOMS: readonly (readonly [pattern: RegExp, name: string, room: Room])[] = [
  [/^(e2e|lib\/testkit)\//, "testkit and e2e", { may: ANYWHERE, packages: "all", why: "they may import anything." }],
  [
    /^lib\/model\/twin\//,
    "model/twin",
    {
      may: ["lib/model/twin/"],
      packages: ["node:"],
      why: "the twin is a second opinion: it judges by public paths, tables and status, and shares nothing with what it judges.",
    },
  ],
  [
    /^lib\/model\//,
    "model",
    {
      may: ["lib/model/", "lib/testkit/", "lib/ports/", "lib/domain/", "lib/disk/"],
      packages: ["node:", "fast-check"],
      why: "the model plays histories through lib/testkit's two pools, on disks that may be sick; what is right it leaves to its twin.",
    },
  ],
  [
    /^lib\/[^/]+\.(test|config)\.ts$/,
    "the house tests",
    { may: ANYWHERE, packages: "all", why: "they may import anything." },
  ],
  [
    /^lib\/domain\//,
    "domain",
    {
      may: ["lib/domain/"],
      packages: [],
      why: "domain imports nothing: no I/O, no clock, no environment, no package.",
    },
  ],
  [
    /^lib\/ports\//,
    "ports",
    {
      may: ["lib/ports/", "lib/domain/"],
      packages: [],
      why: "a port is a promise in the domain's words; it knows no plug and no package.",
    },
  ],
  [
    /^lib\/disk\//,
    "disk",
    {
      may: ["lib/disk/"],
      packages: ["node:"],
      why: "disk holds what folder plugs share over the file system; it knows no noun of ours.",
    },
  ],
  [
    /^lib\/engine\/main\.ts$/,
    "engine/main.ts",
    {
      may: ["lib/service/", "lib/config/", "lib/launch/", "lib/engine/", "lib/ports/", "lib/domain/"],
      packages: ["node:"],
      why: "the engine's process gets its plugs from lib/service.",
    },
  ],
  [
    /^lib\/engine\//,
    "engine",
    {
      may: ["lib/engine/", "lib/ports/", "lib/domain/"],
      packages: ["node:"],
      why: "the engine moves data through ports; it knows no command, no plug and no screen.",
    },
  ],
  [/^lib\/modules\/registry(\.test)?\.ts$/, "modules/registry.ts", plug(["lib/modules/"])],
  [/^lib\/modules\/([^/]+)\//, "modules", plug(["lib/modules/$1/", "lib/modules/rows/", "lib/modules/files/"])],
  [/^lib\/(stores|transports|notifiers)\/([^/]+)\//, "plugs", plug(["lib/$1/$2/"])],
  [
    /^lib\/commands\//,
    "commands",
    {
      may: ["lib/commands/", "lib/auth/", "lib/ports/", "lib/domain/"],
      packages: ["zod", "zod-openapi", "node:"],
      why: "a command checks and leaves a request; it reaches no engine, plug or screen.",
    },
  ],
  [
    /^lib\/(auth|observe)\//,
    "auth and observe",
    {
      may: ["lib/$1/", "lib/ports/", "lib/domain/"],
      packages: "all",
      why: "they know ports and the domain; no engine, no plug, and not each other.",
    },
  ],
  [
    /^lib\/cli\//,
    "cli",
    {
      may: ["lib/cli/", "lib/config/", "lib/domain/", "lib/commands/schemas.ts"],
      packages: ["zod", "node:"],
      why: "the CLI talks HTTP: it shares the shapes of what may be asked and nothing else.",
    },
  ],
  [
    /^lib\/config\//,
    "config",
    { may: ["lib/config/"], packages: ["zod", "node:"], why: "config reads the environment and knows nobody." },
  ],
  [
    /^lib\/launch\//,
    "launch",
    {
      may: ["lib/launch/", "lib/config/", "lib/ports/", "lib/service.ts", "lib/service/"],
      packages: ["node:"],
      why: "launch begins processes; what they do is wired in lib/service.",
    },
  ],
  [
    /^lib\/demo\/clients\//,
    "demo/clients",
    {
      may: ["lib/demo/clients/"],
      packages: ["node:"],
      why: "the demo's clients are other programs: they know tables and folders, and share nothing with the service.",
    },
  ],
  [
    /^lib\/demo\//,
    "demo",
    {
      may: ["lib/demo/", "lib/launch/", "lib/config/", "lib/cli/api.ts"],
      packages: ["node:", "zod"],
      why: "the demo starts a service and uses it by its doors alone: nothing that it shows can be made up.",
    },
  ],
  [
    /^lib\/service(\.ts$|\/)/,
    "service",
    { may: ["lib/"], packages: "all", why: "lib/service picks the plugs and wires them; it draws nothing." },
  ],
  [
    /^components\/ui\//,
    "components/ui",
    { may: ["components/ui/"], packages: "all", why: "components/ui knows no word of the domain." },
  ],
  [
    /^components\//,
    "components",
    {
      may: ["components/", "lib/domain/"],
      packages: "all",
      why: "components show what they are given, in the domain's types and words.",
    },
  ],
  [
    /^app\//,
    "app",
    {
      may: ["app/", "components/", "lib/commands/", "lib/auth/", "lib/domain/", "lib/service.ts"],
      packages: "all",
      why: "app is routes only: it calls commands, and reaches neither engine nor plugs.",
    },
  ],
  [
    /^proxy\.ts$/,
    "proxy.ts",
    {
      may: ["lib/auth/own-origin.ts", "lib/auth/readable-call.ts"],
      packages: "all",
      why: "it stands before every page: it looks where a press came from and whether it can be read, and asks nobody.",
    },
  ],
  [
    /^instrumentation\.ts$/,
    "instrumentation.ts",
    {
      may: ["lib/launch/", "lib/service.ts"],
      packages: "all",
      why: "the start-up hook starts what launch and service.ts know.",
    },
  ],
  [
    /^[^/]+\.ts$/,
    "the top level",
    { may: [], packages: "all", why: "files at the top are there because a tool wants them there." },
  ],
];

const TEST = /\.(test|contract)\.tsx?$/;
const SCREEN_PACKAGES = /^(react|react-dom|next|recharts|@tanstack\/react-query)(\/|$)/;
/** Statements begin their line; a dynamic import may stand anywhere. */
const IMPORT = /^(?:import|export)\s*(?:[^;"'=()]*\bfrom\s*)?["']([^"'\s]+)["']|\bimport\(\s*["']([^"'\s]+)["']/gm;

function roomOf(path: string): { name: string; room: Room } | null {
  for (const [pattern, name, room] of ROOMS) {
    const found = pattern.exec(path);
    if (!found) continue;
    const filled = room.may.map((place) => place.replace(/\$(\d)/g, (_, index: string) => found[Number(index)] ?? ""));
    return { name, room: { ...room, may: filled } };
  }
  return null;
}

/** A path in the project, or null for a package. */
function placeOf(specifier: string, from: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  return null;
}

const fits = (place: string, allowed: readonly string[]) =>
  allowed.some((one) => (one === "" || one.endsWith("/") ? place.startsWith(one) : place === one));

function mayUsePackage(name: string, path: string, room: Room) {
  if (TEST.test(path)) return true; // tests bring their tools
  if (path.startsWith("lib/") && !path.startsWith("lib/testkit/") && SCREEN_PACKAGES.test(name)) return false;
  return (
    room.packages === "all" || room.packages.some((one) => (one.endsWith(":") ? name.startsWith(one) : name === one))
  );
}

function mayReach(place: string, path: string, room: Room) {
  return fits(place, room.may) || (TEST.test(path) && place.startsWith("lib/testkit/"));
}

/** Every import against the arrows, each as a sentence. Pure: paths and texts in. */
export function wrongArrows(files: ReadonlyMap<string, string>): string[] {
  const wrong: string[] = [];
  for (const [path, text] of files) {
    const home = roomOf(path);
    if (!home) {
      wrong.push(`${path} is in no room: give it one in lib/testkit/rooms.ts.`);
      continue;
    }
    for (const [, stated, late] of text.matchAll(IMPORT)) {
      const specifier = stated ?? late ?? "";
      const place = placeOf(specifier, path);
      const isFine = place === null ? mayUsePackage(specifier, path, home.room) : mayReach(place, path, home.room);
      if (!isFine) wrong.push(`${path} imports ${place ?? specifier}, but ${home.name} may not: ${home.room.why}`);
    }
  }
  return wrong;
}

const READS_ENVIRONMENT = /\bprocess\.env\b/;
/** Next replaces what these two ask for while it builds; the browser tests are their own program. */
const MAY_READ_ENVIRONMENT = /^(lib\/config\/env\.ts|instrumentation\.ts|proxy\.ts|e2e\/.*)$|\.test\.tsx?$/;

/** Every file besides `lib/config/env.ts` that reads the environment, each as a sentence. */
export function wrongReaders(files: ReadonlyMap<string, string>): string[] {
  return [...files]
    .filter(([path, text]) => READS_ENVIRONMENT.test(text) && !MAY_READ_ENVIRONMENT.test(path))
    .filter(([path]) => path !== "lib/testkit/rooms.ts")
    .map(
      ([path]) =>
        `${path} reads the environment, but only lib/config/env.ts may: settings are inputs, checked in one place.`,
    );
}
