import { readdirSync } from "node:fs";
import type { Family } from "#lib/domain/exposition.ts";

/** The server's own process, under the names that every exporter uses. */
export function processFamilies(): Family[] {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const gauge = (name: string, help: string, value: number | null): Family => ({
    name,
    type: "gauge",
    help,
    samples: value === null ? [] : [{ labels: {}, value }],
  });
  return [
    {
      name: "process_cpu_seconds_total",
      type: "counter",
      help: "Time on the processor, of the server's process.",
      samples: [{ labels: {}, value: (user + system) / 1e6 }],
    },
    gauge("process_resident_memory_bytes", "Memory that the server's process holds.", rss),
    gauge("process_start_time_seconds", "When the server's process started.", performance.timeOrigin / 1000),
    gauge("process_open_fds", "Files and connections that it holds open.", openFiles()),
    gauge("nodejs_heap_size_used_bytes", "Memory of its objects.", heapUsed),
  ];
}

/** Null where the system does not tell. */
function openFiles(): number | null {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return null;
  }
}
