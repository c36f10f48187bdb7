package dev.restorebot.engine.advice;

/** Checks whether one practice is followed. */
interface Rule {
  Practice look(BackupInventory stock);
}
