package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.verify.VerifySettings;

/** How backups of one database are restored and what they have to be like. */
public record DatabasePolicy(LoadSettings load, VerifySettings verify) {}
