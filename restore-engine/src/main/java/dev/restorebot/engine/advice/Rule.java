package dev.restorebot.engine.advice;

/** Looks whether one practice holds. */
interface Rule {
  Practice look(BackupInventory stock);
}
