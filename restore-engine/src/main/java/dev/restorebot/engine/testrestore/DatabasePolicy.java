package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.load.LoadSettings;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.verify.VerifySettings;
import dev.restorebot.engine.verify.script.Script;
import java.util.List;

/**
 * The settings with which backups of one database are restored and verified.
 *
 * @param load how they are loaded
 * @param verify what is checked
 * @param afterRestore scripts to run in the sandbox after the checks
 * @param server image and arguments of the server that they are restored into
 */
public record DatabasePolicy(
    LoadSettings load, VerifySettings verify, List<Script> afterRestore, ServerChoice server) {
  public DatabasePolicy {
    afterRestore = List.copyOf(afterRestore);
  }
}
