import type { DirectionView, PairsView } from "#lib/commands/get-pairs.ts";
import type { ModuleStatus } from "#lib/domain/status.ts";

/**
 * The pairs as a wall may know them: every state, moment and count, and nothing that names a person, a record or a path. A
 * screen in a hall has no other reader to keep them from.
 */
export function wallView(view: PairsView): PairsView {
  return {
    ...view,
    Pairs: view.Pairs.map(({ A, B, Directions: [there, back] }) => ({
      A,
      B,
      Directions: [wallDirection(there), wallDirection(back)],
    })),
  };
}

function wallDirection(direction: DirectionView): DirectionView {
  return {
    ...direction,
    Status: { ...direction.Status, BackupModules: direction.Status.BackupModules.map(wallModule) },
    PartnerImports: direction.PartnerImports.map((word) => ({ ...word, FirstQuarantined: null })),
    Requests: [],
  };
}

function wallModule(module: ModuleStatus): ModuleStatus {
  const { LastError: error } = module;
  return { ...module, LastError: error && { ...error, Path: null, Sentence: "" } };
}
