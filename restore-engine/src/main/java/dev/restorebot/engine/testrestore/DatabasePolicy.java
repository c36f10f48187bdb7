package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.verify.VerifySettings;

/**
 * The settings with which backups of one database are restored and verified.
 *
 * @param load how they are loaded
 * @param verify what is checked
 * @param server image and arguments of the server that they are restored into
 */
public record DatabasePolicy(LoadSettings load, VerifySettings verify, ServerChoice server) {}
