import { LiveWall } from "#components/wall/live-wall.tsx";
import { WallDoor } from "#components/wall/wall-door.tsx";
import { getWall } from "#lib/commands/get-wall.ts";
import { webService } from "#lib/service.ts";
import { wallContext } from "../session.ts";
import { newCode } from "./actions.ts";

/** Every pair on one screen; for who is not signed in a code, by which somebody else lets the screen in. */
export default async function WallPage() {
  const ctx = await wallContext();
  const { build, publicOrigin } = webService();
  if (ctx === null) return <WallDoor askForCode={newCode} origin={publicOrigin} />;
  return <LiveWall first={await getWall(ctx)} build={build} />;
}
