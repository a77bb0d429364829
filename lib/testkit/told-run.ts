import type { ModuleName } from "#lib/domain/backup-module.ts";
import type { PoolFqdn } from "#lib/domain/pool.ts";
import type { RequestView } from "#lib/domain/request-view.ts";
import type { ReceiptView, RunView } from "#lib/domain/run-view.ts";
import { NOW } from "./snapshot.ts";

// What the page of a run shows: just accepted unless a test says otherwise.

export function part(told: Partial<RunView> = {}): RunView {
  return {
    Identity: "ConfServices.DataConf" as ModuleName,
    Phase: "accepted",
    TotalItems: null,
    SentItems: null,
    AckedItems: null,
    InFlightItems: 0,
    LeftItems: 0,
    GoneItems: 0,
    HeldItems: 0,
    TotalBytes: null,
    LeftBytes: null,
    CurrentItem: null,
    ItemsPerSecond: null,
    BytesPerSecond: null,
    SecondsLeftAtLeast: null,
    SecondsLeftAtMost: null,
    Compared: null,
    Receipt: null,
    Found: null,
    End: null,
    Problem: null,
    AsOf: NOW,
    EndedAt: null,
    ...told,
  };
}

export function toldRun(told: Partial<RequestView> = {}): RequestView {
  return {
    Id: "r1",
    What: "full-push",
    PoolFqdn: "pool2.example.test" as PoolFqdn,
    BackupPoolFqdn: "pool1.example.test" as PoolFqdn,
    State: "Accepted",
    RequestedBy: "admin",
    RequestedAt: NOW,
    CancelledAt: null,
    Modules: [part()],
    ...told,
  };
}

export function receipt(told: Partial<ReceiptView> = {}): ReceiptView {
  return {
    Placed: 0,
    PlacedBytes: 0,
    Identical: 0,
    Different: 0,
    DeletedByOwner: 0,
    InFlight: 0,
    Refused: 0,
    LeftAlone: [],
    ClosedAt: null,
    ...told,
  };
}
