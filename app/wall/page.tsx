import { redirect } from "next/navigation";
import { LiveWall } from "#components/wall/live-wall.tsx";
import { getPairs } from "#lib/commands/get-pairs.ts";
import { pageContext } from "../session.ts";

/** Every pair on one screen. */
export default async function WallPage() {
  const ctx = await pageContext();
  if (ctx === null) redirect("/login");
  return <LiveWall first={await getPairs(ctx)} />;
}
