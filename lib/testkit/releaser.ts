import { NO_DETAIL } from "#lib/domain/request.ts";
import { anActor, POOL_1 } from "./evidence.ts";
import { partnerOf, type Short, type TwoPools } from "./two-pools.ts";

/** A person lets go every deletion of that lane that the guard shows now; true when there was any. */
export async function releaseHeld(world: TwoPools, kind: Short, from = POOL_1): Promise<boolean> {
  const { lane, held } = await world.export(kind, from).report();
  if (held === null) return false;
  const to = partnerOf(from);
  const detail = { ...NO_DETAIL, token: held.token };
  await world.ledger.doors.request({ what: "release", from, to, modules: [lane.module], detail }, anActor());
  await world.learn();
  return true;
}
