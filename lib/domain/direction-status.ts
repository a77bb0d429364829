import type { ModuleFace, ModuleKind, ModuleName } from "./backup-module.ts";
import { exportsAs } from "./cms-role.ts";
import { type DirectionLoss, directionLoss } from "./direction-loss.ts";
import type { ExportReport } from "./evidence.ts";
import type { ImportState } from "./import-state.ts";
import { isoOrNull } from "./instant.ts";
import type { Judged } from "./lane-state.ts";
import { judgePartnerImport } from "./partner-import.ts";
import type { PoolFqdn } from "./pool.ts";
import { openQuarantine, placeOf } from "./quarantine.ts";
import type { ReasonCode } from "./reasons.ts";
import { elsewhere, type PoolStatus, poolStatus, type StatusQuestion } from "./status.ts";

/** The partner's import of one module as the exporter heard it. */
export type PartnerImport = {
  readonly Identity: ModuleName;
  readonly ImportStatus: ImportState;
  readonly Reason: ReasonCode | null;
  readonly AsOf: string | null;
  readonly UnknownSince: string | null;
  /** The first item that it refused and nobody skipped, by name; null when there is none, or it is not known. */
  readonly FirstQuarantined: string | null;
};

/** What a module's data is called on screens. */
export type FaceView = {
  readonly Identity: ModuleName;
  readonly Kind: ModuleKind;
  readonly Item: { readonly One: string; readonly Many: string };
};

/** One direction of a pair as a row of a screen shows it: the source's status and the partner's import (D15). */
export type DirectionStatus = {
  readonly From: PoolFqdn;
  readonly To: PoolFqdn;
  readonly Status: PoolStatus;
  readonly PartnerImports: readonly PartnerImport[];
  readonly Loss: DirectionLoss;
  /** The modules, in the order of the rows. */
  readonly Faces: readonly FaceView[];
};

/** Computes a screen's row for `asked.pool` -> `asked.partner`. */
export function directionStatus(asked: StatusQuestion): DirectionStatus {
  return {
    From: asked.pool,
    To: asked.partner,
    Status: poolStatus(asked),
    PartnerImports: asked.modules.map(({ module, exported }) => partnerImport(module, exported, asked)),
    Loss: directionLoss(asked),
    Faces: asked.modules.map(({ module }) => faceView(module)),
  };
}

function partnerImport({ name }: ModuleFace, exported: ExportReport | null, asked: StatusQuestion): PartnerImport {
  const judged = judgeWord(exported, asked);
  const heard = judged.state === "Unknown" ? null : (exported?.partner ?? null);
  const open = heard?.quarantine == null ? null : openQuarantine(heard.quarantine, exported?.skips ?? []);
  const [first] = open?.named ?? [];
  return {
    Identity: name,
    ImportStatus: judged.state,
    Reason: judged.reason,
    AsOf: isoOrNull(exported?.partner?.heardAt ?? null),
    UnknownSince: isoOrNull(judged.unknownSince),
    FirstQuarantined: first === undefined ? null : placeOf(first),
  };
}

/** The word of a partner that another service runs is as good as any; its silence is no fault and no start of ours. */
function judgeWord(exported: ExportReport | null, asked: StatusQuestion): Judged<ImportState> {
  const heardAt = exported?.partner?.heardAt;
  if (!asked.isHere) return elsewhere(heardAt);
  const judged = judgePartnerImport(exported, asked.hearing, asked.now);
  const isSilent =
    judged.reason === "partner-unheard" || judged.reason === "starting" || !exportsAs(exported?.role ?? null);
  return isSilent && !asked.isPartnerHere ? elsewhere(heardAt) : judged;
}

function faceView({ name, kind, item }: ModuleFace): FaceView {
  return { Identity: name, Kind: kind, Item: { One: item.one, Many: item.many } };
}
