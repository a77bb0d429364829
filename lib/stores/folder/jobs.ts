import type { StagedPart } from "#lib/ports/file-store.ts";

type Job = { parts: StagedPart[]; readonly folders: Set<string> };

/**
 * Parts in jobs: those that bring files of the same folder are in one, for names that a file system takes for one another are
 * told apart by whoever knows all of the folder.
 */
export function jobsOf(parts: readonly StagedPart[]): StagedPart[][] {
  const jobOf = new Map<string, Job>();
  const jobs = new Set<Job>();
  for (const part of parts) {
    const job: Job = { parts: [part], folders: new Set(part.files.map((list) => list.folder)) };
    for (const other of new Set([...job.folders].map((folder) => jobOf.get(folder)))) {
      if (!other) continue;
      job.parts = [...other.parts, ...job.parts];
      for (const folder of other.folders) job.folders.add(folder);
      jobs.delete(other);
    }
    jobs.add(job);
    for (const folder of job.folders) jobOf.set(folder, job);
  }
  return [...jobs].map((job) => job.parts);
}
