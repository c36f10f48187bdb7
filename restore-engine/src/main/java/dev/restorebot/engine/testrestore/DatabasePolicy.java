package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.script.Script;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The settings with which backups of one database are restored and verified.
 *
 * @param load how they are loaded
 * @param verify what is checked
 * @param afterRestore scripts to run in the sandbox after the checks
 * @param server image and arguments of the server that they are restored into
 * @param productionImage looks for the image that production's database server runs; empty when it
 *     is not known
 */
public record DatabasePolicy(
    LoadSettings load,
    VerifySettings verify,
    List<Script> afterRestore,
    ServerChoice server,
    Supplier<Optional<String>> productionImage) {
  public DatabasePolicy {
    afterRestore = List.copyOf(afterRestore);
  }
}
