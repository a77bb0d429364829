import { type Clients, clientsOf, type PairPlan } from "./habits.ts";

/*
 * The people of the demo: one process that writes into the stores as any other program would, with SQL and files, and shares
 * nothing with the service. It is told what to do over its channel, and leaves when that is closed.
 */

/** What the demo tells its clients. */
export type Order = { readonly do: "fill" | "begin" | "go-on" };
/** What they answer when it is done. */
export type Done = { readonly did: Order["do"] };

const { seed, pairs } = JSON.parse(process.argv[2] ?? "") as { seed: number; pairs: readonly PairPlan[] };
const all = pairs.map((plan, number) => clientsOf(plan, seed + number));

/** A store that is locked or gone for a while stops nobody for good. */
function keepOn(clients: Clients): void {
  let wait = 5_000;
  try {
    wait = clients.goOn();
  } catch (error) {
    console.error(error);
  }
  setTimeout(() => keepOn(clients), wait);
}

function obey(order: Order["do"]): void {
  switch (order) {
    case "fill":
      for (const clients of all) clients.fill();
      return;
    case "begin":
      for (const clients of all) clients.begin();
      return;
    case "go-on":
      for (const clients of all) keepOn(clients);
  }
}

process.on("message", (order: Order) => {
  obey(order.do);
  process.send?.({ did: order.do } satisfies Done);
});
process.on("disconnect", () => process.exit());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.disconnect?.());
