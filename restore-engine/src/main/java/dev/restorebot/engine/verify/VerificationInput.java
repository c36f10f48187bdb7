package dev.restorebot.engine.verify;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.LoadResult;
import java.time.Instant;
import java.util.Optional;

/**
 * The input of a verification.
 *
 * @param archive what the backup said it holds
 * @param load what the restore reported
 * @param settings what else is asked for
 * @param baseline what the last passed run of this database found
 * @param now when it is verified
 */
public record VerificationInput(
    BackupArchive archive,
    LoadResult load,
    VerifySettings settings,
    Optional<Baseline> baseline,
    Instant now) {}
