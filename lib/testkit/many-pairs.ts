import type { Pair, Snapshot } from "#components/status/snapshot.ts";
import { type DirectionLoss, unknownLoss } from "#lib/domain/direction-loss.ts";
import type { FeedAnswer } from "#lib/domain/feed.ts";
import type { LastError } from "#lib/domain/last-error.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";
import { aLoss, direction, module, pair, partner } from "./snapshot.ts";

const CITIES = [
  "nyc chi mum pun gru gig ams dub syd mel tok osa sgp kul fra lon sao bue par mad rom mil ber vie war osl sto hel bru lux",
  "zur gva ath ist cai jnb nbo lag del bom blr maa bkk han sgn mnl jkt per bne akl hnl sea pdx sfo lax phx den dfw hou atl",
]
  .join(" ")
  .split(" ");

const FILES = "ConfServices.DataConf";
const CMS = "CentralMgmt.CMSMaster";

/** So many pairs as of this very moment: one out of contact, two failing, two falling behind, the others well; all of them when `calm`. */
export function manyPairs(pairs: number, kind = "", now = Date.now()): Snapshot {
  const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();
  const Pairs = Array.from({ length: pairs }, (_, place) => onePair(place, pairs, kind, at));
  return { Now: at(0), SyncInterval: "00:02:00", Pairs };
}

type At = (seconds: number) => string;

function onePair(place: number, all: number, kind: string, at: At): Pair {
  const [a, b] = names(place, kind);
  const [there, back] = sidesOf(kind === "calm" ? "well" : trouble(place, all), place, at);
  return pair(
    direction({ from: a, to: b, modules: there.modules, partners: there.partners, loss: lossOf(there, at) }),
    direction({ from: b, to: a, modules: back.modules, partners: back.partners, loss: lossOf(back, at) }),
  );
}

function names(place: number, kind: string): readonly [string, string] {
  const round = Math.floor((place * 2) / CITIES.length);
  const name = (n: number) => `${CITIES[n % CITIES.length]}${round === 0 ? "" : round + 1}`;
  const long = kind === "long" ? "datacentre-" : "";
  return [`${long}${name(place * 2)}-pool1`, `${long}${name(place * 2 + 1)}-pool1`];
}

/** What troubles a pair; the loud ones stand among the others, so that their order is the page's own work. */
function trouble(place: number, all: number) {
  const loud = ["behind", "silent", "failing", "held", "late", "refused"] as const;
  const step = Math.max(1, Math.floor(all / loud.length));
  if (all < 4) return place === 0 ? "behind" : place === 1 ? "silent" : "well";
  return place % step === 0 && place / step < loud.length ? (loud[place / step] ?? "well") : "well";
}

/** What waits is what would be lost; a silent partner may have some of it. */
function lossOf({ modules }: Side, at: At): DirectionLoss {
  const oldest = modules.flatMap(({ OldestChangeAt }) => OldestChangeAt ?? []).sort()[0] ?? null;
  const isSilent = modules.some(({ Reason }) => Reason === "partner-unheard");
  const moments = { AsOf: at(-3), FilesAsOf: at(-60) };
  if (oldest === null && isSilent) return unknownLoss("partner-unheard");
  if (oldest === null) return aLoss(moments);
  const told = isSilent ? ({ Is: "AtLeast", Why: "partner-unheard" } as const) : {};
  return aLoss({ ...moments, ...told, Users: 3, Since: oldest });
}

type Sides = readonly [Side, Side];
type Side = { readonly modules: readonly ModuleStatus[]; readonly partners: ReturnType<typeof partner>[] };

function sidesOf(is: ReturnType<typeof trouble>, place: number, at: At): Sides {
  const fresh = { AsOf: at(-3), LastScanAt: at(-60), NextCycleAt: at(72), LastFinalAt: at(-3) };
  const of = (Identity: string, told: Partial<ModuleStatus> = {}) => module({ ...fresh, ...told, Identity });
  const word = (Identity: string, told: Partial<ReturnType<typeof partner>> = {}) =>
    partner({ AsOf: at(-4), ...told, Identity });
  const standby = of(CMS, { Role: "standby", ExportStatus: "NotInitialized", SecondsAtRisk: null, AsOf: at(-3) });
  const busy = { ExportStatus: "SteadyState", SecondsAtRisk: 22, OldestChangeAt: at(-22), PendingItems: 3 } as const;
  const risk = (seconds: number) => ({ SecondsAtRisk: seconds, OldestChangeAt: at(-seconds) });
  const words = [word("UserServices.PresenceFocus"), word(FILES), word(CMS)];
  const well: Side = {
    modules: [of("UserServices.PresenceFocus", place % 3 === 0 ? busy : {}), of(FILES), standby],
    partners: words,
  };
  const other: Side = { modules: [of("UserServices.PresenceFocus"), of(FILES), standby], partners: words };
  const users = (told: Partial<ModuleStatus>): Side => ({
    ...well,
    modules: [of("UserServices.PresenceFocus", told), of(FILES), standby],
  });
  switch (is) {
    case "well":
      return [well, other];
    case "behind": {
      const behind = { ExportStatus: "NonSteadyState", Reason: "limit-reached", ...risk(228) } as const;
      return [{ ...well, modules: [of("UserServices.PresenceFocus"), of(FILES, behind), of(CMS)] }, other];
    }
    case "silent": {
      const silent = { Reason: "partner-unheard", UnknownSince: at(-720) } as const;
      const unheard = { ExportStatus: "Unknown", ...silent } as const;
      const sent = { UnackedPackages: 31, UnackedItems: 120, OldestUnackedAt: at(-720) };
      return [
        {
          modules: [
            of("UserServices.PresenceFocus", { ...unheard, ...risk(720), ...sent }),
            of(FILES, unheard),
            standby,
          ],
          partners: [
            word("UserServices.PresenceFocus", { ImportStatus: "Unknown", ...silent }),
            word(FILES, { ImportStatus: "Unknown", ...silent }),
            word(CMS),
          ],
        },
        { ...other, modules: [of("UserServices.PresenceFocus", unheard), of(FILES, unheard), standby] },
      ];
    }
    case "failing":
      return [users({ ExportStatus: "ErrorState", Reason: "disk-full", ...risk(542), LastError: fault(at) }), other];
    case "held":
      return [
        {
          ...well,
          modules: [
            of("UserServices.PresenceFocus"),
            of(FILES, { ExportStatus: "ErrorState", Reason: "deletion-guard", HeldItems: 220, ...risk(370) }),
            standby,
          ],
        },
        other,
      ];
    case "late":
      return [
        users({
          ExportStatus: "SteadyState",
          ...risk(310),
          UnackedPackages: 2,
          UnackedItems: 12,
          OldestUnackedAt: at(-310),
        }),
        other,
      ];
    case "refused":
      return [users({ ExportStatus: "SteadyState", Reason: "quarantined", QuarantinedItems: 2, ...risk(171) }), other];
  }
}

function fault(at: At): LastError {
  return {
    Side: "Export",
    Code: "disk-full",
    Sentence: "No space left on device",
    Path: "files/BackupStore/Temp",
    FirstAt: at(-540),
    At: at(-10),
    Count: 5,
  };
}

/** The same as the server tells it to who knows nothing yet. */
export function wholeAnswer(pairs: number, kind = "", now = Date.now()): FeedAnswer {
  const { Now, ...told } = manyPairs(pairs, kind, now);
  return { Seq: "made.1", Now, AgeMs: 0, SeenAt: null, HeardAt: null, Whole: JSON.parse(JSON.stringify(told)) };
}
