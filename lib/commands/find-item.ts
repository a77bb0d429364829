import { z } from "zod";
import { type Context, requireRole } from "#lib/auth/context.ts";
import { parse } from "#lib/commands/parse.ts";
import { NEEDED_ROLE } from "#lib/commands/roles.ts";
import { soughtItem } from "#lib/commands/schemas.ts";
import { listedModules } from "#lib/commands/select-modules.ts";
import { type Heard, readEvidence, statusQuestion } from "#lib/commands/status-question.ts";
import type { ModuleName } from "#lib/domain/backup-module.ts";
import { laneDoubt } from "#lib/domain/direction-loss.ts";
import { isoInstant, isoOrNull } from "#lib/domain/instant.ts";
import type { Lane } from "#lib/domain/lane.ts";
import { packageName } from "#lib/domain/package.ts";
import type { PoolFqdn, PoolPair } from "#lib/domain/pool.ts";
import type { ReasonCode } from "#lib/domain/reasons.ts";
import { judgeSafety, type Safety } from "#lib/domain/safety.ts";
import type { StatusQuestion } from "#lib/domain/status.ts";
import type { PackageNote } from "#lib/domain/trail.ts";
import type { CopySeen, FindWhere, FoundItem, ItemKind } from "#lib/ports/item-finder.ts";
import type { LossReason } from "#lib/ports/loss-list.ts";

/** So many are told; who finds more asks for more of the name. */
const MOST = 20;
/** More are not kept. */
const MOST_PACKAGES = 500;

export const Input = z.strictObject({ what: soughtItem });

/** One copy as it was seen at the answer's moment; `Unseen` where its store could not be looked at. */
export type CopyView = {
  readonly Is: "Present" | "Absent" | "Unseen";
  /** Why it was not seen, where there is more to say than that another service serves it. */
  readonly Sentence: string | null;
  /** A user's display name, a conference's subject. */
  readonly Label: string | null;
  /** `updated_at` as it stands there; a file's time. */
  readonly ChangedAt: string | null;
  /** How many rows it is made of; null for files. */
  readonly Rows: number | null;
  readonly Bytes: number | null;
  readonly Sha256: string | null;
};

/** An item that was found, and what is known of its second copy. Instants are ISO UTC text. */
export type ItemView = {
  readonly BackupModule: ModuleName;
  readonly Kind: ItemKind;
  /** Of a row that is of no user or conference. */
  readonly Table: string | null;
  readonly Name: string;
  readonly HomePoolFqdn: PoolFqdn;
  readonly BackupPoolFqdn: PoolFqdn;
  readonly Safety: Safety;
  /** When both copies were compared; null when they were not, for `NotCompared`. */
  readonly ComparedAt: string | null;
  readonly NotCompared: "elsewhere" | "lost" | "too-large" | "restless" | null;
  /** Why the evidence beside the copies is no proof; null when it is. */
  readonly Doubt: ReasonCode | null;
  readonly Own: CopyView;
  readonly Standby: CopyView;
  /** Since when a change of it waits, and where it is; null when none is known to. */
  readonly CapturedAt: string | null;
  readonly Waits: LossReason | null;
  /** The package that carries it, and when that was sent. */
  readonly Package: string | null;
  readonly SentAt: string | null;
  /** As of when no other change of it is known: the last read of rows, the last scan of files. */
  readonly LookedAt: string | null;
  /** The last package of its module that the partner acknowledged, when it did, and when its word was last heard. */
  readonly AckedPackage: string | null;
  readonly AckedAt: string | null;
  readonly AckHeardAt: string | null;
  /** When the partner last imported anything of its module. */
  readonly LastImportAt: string | null;
};

export type FindView = {
  readonly What: string;
  readonly AsOf: string;
  /** False when nothing is called so, and these only have it in their names. */
  readonly IsExact: boolean;
  readonly Items: readonly ItemView[];
  /** Others that fit as well. */
  readonly More: number;
  readonly Looked: readonly {
    readonly PoolFqdn: PoolFqdn;
    readonly BackupModule: ModuleName;
    readonly Problem: string | null;
  }[];
  /** Pools that another service serves: there it was not looked. */
  readonly Elsewhere: readonly PoolFqdn[];
};

/** Find-CsBackupItem: where something is, there and here, and whether both are equal (A11). */
export async function findItem(ctx: Context, raw: unknown): Promise<FindView> {
  const { what } = parse(Input, raw);
  requireRole(ctx, NEEDED_ROLE.findItem);
  const heard = await readEvidence(ctx);
  const { topology, configuration } = heard.evidence;
  const listed = listedModules(ctx.modules, configuration);
  const ways = topology.pairs.flatMap(({ a, b }: PoolPair) => [[a, b] as const, [b, a] as const]);
  const paired = [...new Set(ways.map(([home]) => home))];
  const found = await ctx.finder.find({
    what,
    where: ways.map(([home, backup]) => ({ home, backup, refused: refusedIn(heard, home, backup) })),
    served: paired.filter((pool) => ctx.pools.has(pool)),
    modules: listed.map(({ name }) => name),
    limit: MOST,
  });
  const backupOf = new Map(ways);
  const packagesOf = packageReader(ctx);
  return {
    What: what,
    AsOf: isoInstant(ctx.clock.now()),
    IsExact: found.isExact,
    Items: await Promise.all(
      found.items.map(async (item) => {
        const lane = { from: item.home, to: backupOf.get(item.home) ?? item.home, module: item.module };
        const packages = await packagesOf(lane);
        return view(item, lane.to, statusQuestion(ctx, heard, lane.from, lane.to, listed), heard, packages);
      }),
    ),
    More: found.more,
    Looked: found.looked.map(({ pool, module, problem }) => ({
      PoolFqdn: pool,
      BackupModule: module,
      Problem: problem,
    })),
    Elsewhere: paired.filter((pool) => !ctx.pools.has(pool)),
  };
}

type Packages = ReadonlyMap<string, PackageNote>;

/** The last packages of lanes by their names, each lane's read once. */
function packageReader({ history }: Pick<Context, "history">): (lane: Lane) => Promise<Packages> {
  const known = new Map<string, Promise<Packages>>();
  const read = async (lane: Lane): Promise<Packages> =>
    new Map((await history.packages(lane, MOST_PACKAGES)).map((one) => [packageName(one), one]));
  return (lane) => {
    const name = `${lane.from} ${lane.module}`;
    const packages = known.get(name) ?? read(lane);
    known.set(name, packages);
    return packages;
  };
}

function refusedIn({ evidence }: Heard, from: PoolFqdn, to: PoolFqdn): FindWhere["refused"] {
  const reports = evidence.exports.filter(({ lane }) => lane.from === from && lane.to === to);
  return Object.fromEntries(reports.map(({ lane, partner }) => [lane.module, partner?.quarantine?.named ?? []]));
}

function view(
  item: FoundItem,
  backup: PoolFqdn,
  asked: StatusQuestion,
  { evidence }: Heard,
  packages: Packages,
): ItemView {
  const { compared, waits } = item;
  const lane = asked.modules.find(({ module }) => module.name === item.module);
  const exported = asked.isHere ? (lane?.exported ?? null) : null;
  const isLost = item.standby.is === "unseen" && item.standby.why === "lost"; // seen before its own word says so
  const Doubt = lane === undefined ? "starting" : (laneDoubt(lane, asked) ?? (isLost ? "standby-lost" : null));
  const known = waits === "unseen" ? null : waits;
  const imported = evidence.imports.find(
    (one) => one.lane.from === item.home && one.lane.to === backup && one.lane.module === item.module,
  );
  const isFile = lane?.module.kind === "files";
  return {
    BackupModule: item.module,
    Kind: item.kind,
    Table: item.table,
    Name: item.name,
    HomePoolFqdn: item.home,
    BackupPoolFqdn: backup,
    Safety: judgeSafety({
      compared: compared.is,
      waits: waits === "unseen" ? null : waits !== null,
      isAcked: item.ackedPackage !== null,
      doubt: Doubt,
    }),
    ComparedAt: compared.is === "not-compared" ? null : isoInstant(compared.at),
    NotCompared: compared.is === "not-compared" ? compared.why : null,
    Doubt,
    Own: copyView(item.own),
    Standby: copyView(item.standby),
    CapturedAt: isoOrNull(known?.since ?? null),
    Waits: known?.why ?? null,
    Package: known?.packageName ?? null,
    SentAt: isoOrNull(packages.get(known?.packageName ?? "")?.publishedAt ?? null),
    LookedAt: isoOrNull((isFile ? exported?.lastScanAt : exported?.countedAt) ?? null),
    AckedPackage: item.ackedPackage,
    AckedAt: isoOrNull(packages.get(item.ackedPackage ?? "")?.ackedAt ?? null),
    AckHeardAt: isoOrNull(exported?.partner?.heardAt ?? null),
    LastImportAt: isoOrNull(asked.isPartnerHere ? (imported?.lastImportAt ?? null) : null),
  };
}

function copyView(copy: CopySeen): CopyView {
  const nothing = { Sentence: null, Label: null, ChangedAt: null, Rows: null, Bytes: null, Sha256: null };
  switch (copy.is) {
    case "absent":
      return { Is: "Absent", ...nothing };
    case "unseen":
      return { Is: "Unseen", ...nothing, Sentence: copy.sentence };
    case "present": {
      const { label, changedAt, rows, bytes, sha256 } = copy;
      const face = { Label: label, ChangedAt: changedAt, Rows: rows, Bytes: bytes, Sha256: sha256 };
      return { Is: "Present", ...nothing, ...face };
    }
  }
}
