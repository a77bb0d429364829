/** Parts are numbered beside the manifest, so that no name of an item is ever a name in the BackupStore. */
export function partName(number: number): string {
  return String(number).padStart(6, "0");
}
