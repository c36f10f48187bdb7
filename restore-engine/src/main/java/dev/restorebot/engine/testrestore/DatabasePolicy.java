package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.verify.VerifySettings;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The settings with which backups of one database are restored and verified.
 *
 * @param load how they are loaded
 * @param verify what is checked
 * @param server image and arguments of the server that they are restored into
 * @param productionImage looks for the image that production's database server runs; empty when it
 *     is not known
 */
public record DatabasePolicy(
    LoadSettings load,
    VerifySettings verify,
    ServerChoice server,
    Supplier<Optional<String>> productionImage) {}
