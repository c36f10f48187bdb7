package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.verify.VerifySettings;

/** The settings with which backups of one database are restored and verified. */
public record DatabasePolicy(LoadSettings load, VerifySettings verify) {}
