/** A length of time as people read it, never like a time of day: "3 min 48 s", "2 h 5 min", "12 d". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joined(minutes, "min", seconds % 60, "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return joined(hours, "h", minutes % 60, "min");
  return `${Math.floor(hours / 24)} d`;
}

function joined(much: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${much} ${unit}` : `${much} ${unit} ${rest} ${restUnit}`;
}
