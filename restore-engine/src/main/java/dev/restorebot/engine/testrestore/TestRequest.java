package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.verify.Level;
import java.util.Optional;

/**
 * A request for a test restore.
 *
 * @param backup the backup's name as people know it
 * @param file where it lies, as {@link dev.restorebot.engine.backup.BackupPlace} reads it
 * @param database the database to take of a file that holds several; empty for each of them, in a
 *     job of its own
 * @param by who asks
 * @param origin where the answer goes; the listeners find it in the job
 * @param level how thoroughly to verify; empty for what the settings say of that database
 */
public record TestRequest(
    String backup,
    String file,
    Optional<String> database,
    Actor by,
    String origin,
    Optional<Level> level) {}
