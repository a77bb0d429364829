import { fork } from "node:child_process";

/** `npm run test:deep -- kills 3`: real services are stopped, go on and die at random moments, 18 times a round. True when nothing was lost and no badge lied. */
export function deepKills(rounds: number): Promise<boolean> {
  console.log(`${rounds * 18} deaths; server and engine are stopped and go on in between`);
  const child = fork(new URL("../launch/kills.ts", import.meta.url), [String(rounds)]);
  return new Promise((resolve) => {
    child.on("exit", (code) => resolve(code === 0));
  });
}
