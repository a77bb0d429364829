/**
 * What version 9 added: the last change that was recorded when a restore began to move aside what stood there. What was written
 * since is told by that, also after a death in the middle.
 */
export const TO_VERSION_9: readonly string[] = ["ALTER TABLE restores ADD COLUMN emptied_up_to INTEGER;"];
