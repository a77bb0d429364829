/** Next's start-up hook. The import stays inside the condition: Next compiles this file for other runtimes too. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { boot } = await import("#lib/launch/boot.ts");
  await boot();
}
