package dev.restorebot.engine.verify;

import dev.restorebot.engine.archive.BackupArchive;
import dev.restorebot.engine.load.LoadResult;
import dev.restorebot.engine.sandbox.Sandbox;
import java.sql.Connection;
import java.util.List;

/**
 * What checks work with.
 *
 * @param archive what the backup said it holds
 * @param load what the restore reported
 * @param sandbox where the restored database is
 * @param connection a connection to it, read-only, with a statement timeout
 * @param catalog the objects that are really there
 * @param tables exact row counts of all tables
 * @param settings what else is asked for
 */
record CheckContext(
    BackupArchive archive,
    LoadResult load,
    Sandbox sandbox,
    Connection connection,
    Catalog catalog,
    List<TableRows> tables,
    VerifySettings settings) {}
