package dev.restorebot.engine.diagnose;

import static dev.restorebot.engine.diagnose.Blame.ADVICE;
import static dev.restorebot.engine.diagnose.Blame.BACKUP;
import static dev.restorebot.engine.diagnose.Blame.ENVIRONMENT;
import static dev.restorebot.engine.diagnose.Blame.INPUT;
import static dev.restorebot.engine.diagnose.Blame.RESTORE;

import java.util.Locale;

/**
 * Lists every kind of problem that restore-bot distinguishes, each with its blame.
 *
 * <p>The name in lower case with hyphens ({@link #code()}) is what reports and the JSON output
 * show; it is stable, so monitoring may match on it.
 */
public enum ProblemCode {
  BACKUP_EMPTY(BACKUP, false),
  BACKUP_NOT_RECOGNISED(BACKUP, false),
  BACKUP_TRUNCATED(BACKUP, false),
  BACKUP_CORRUPT(BACKUP, false),

  BACKUP_MISSING(INPUT, false),
  BACKUP_UNREADABLE(INPUT, false),
  BACKUP_IS_A_DIRECTORY(INPUT, false),
  BACKUP_CHANGED(INPUT, true),
  BAD_DECRYPT(INPUT, false),
  KEY_MISSING(INPUT, false),
  ARCHIVE_VERSION_UNSUPPORTED(INPUT, false),
  WRONG_DATABASE(INPUT, false),
  SEVERAL_DATABASES(INPUT, false),

  RELATION_EXISTS(RESTORE, false),
  PERMISSION_DENIED(RESTORE, false),
  DATA_INCONSISTENT(RESTORE, false),
  PROGRAM_BLOCKED(RESTORE, false),
  SEARCH_PATH(RESTORE, false),
  DATA_ONLY_DUMP(RESTORE, false),
  RESTORE_ERROR(RESTORE, false),
  CHECK_FAILED(RESTORE, false),

  COMPRESSION_UNSUPPORTED(ENVIRONMENT, false),
  DECRYPTION_FAILED(ENVIRONMENT, false),
  DUMP_NEWER_THAN_SERVER(ENVIRONMENT, false),
  MISSING_EXTENSION(ENVIRONMENT, false),
  MISSING_LIBRARY(ENVIRONMENT, false),
  MISSING_COLLATION(ENVIRONMENT, false),
  MISSING_DICTIONARY(ENVIRONMENT, false),
  MISSING_ROLE(ENVIRONMENT, false),
  SUPERUSER_NEEDED(ENVIRONMENT, false),
  FOREIGN_SERVER_UNREACHABLE(ENVIRONMENT, false),
  DISK_FULL(ENVIRONMENT, true),
  DISK_LIMIT(ENVIRONMENT, true),
  OUT_OF_MEMORY(ENVIRONMENT, true),
  DOCKER_UNREACHABLE(ENVIRONMENT, true),
  IMAGE_MISSING(ENVIRONMENT, true),
  NO_POSTGRESQL_INSTALLED(ENVIRONMENT, false),
  SANDBOX_FAILED(ENVIRONMENT, true),
  VOLUME_EXISTS(ENVIRONMENT, false),
  CONNECTION_LOST(ENVIRONMENT, true),
  TIMED_OUT(ENVIRONMENT, true),
  CHECK_BROKEN(ENVIRONMENT, true),
  TARGET_NOT_FOUND(ENVIRONMENT, true),
  TARGET_UNSUITABLE(ENVIRONMENT, false),
  COMPOSE_FAILED(ENVIRONMENT, true),
  SERVICE_COMMAND_FAILED(ENVIRONMENT, true),
  SWAP_FAILED(ENVIRONMENT, true),
  INTERRUPTED(ENVIRONMENT, true),
  INTERNAL_ERROR(ENVIRONMENT, false),

  CHECK_WARNING(ADVICE, false),
  DATABASE_NAMES_DIFFER(ADVICE, false),
  RESTORE_SLOW(ADVICE, false);

  private final Blame blame;
  private final boolean retryable;

  ProblemCode(Blame blame, boolean retryable) {
    this.blame = blame;
    this.retryable = retryable;
  }

  /** Returns who is to blame for a problem of this kind. */
  public Blame blame() {
    return blame;
  }

  /** Returns whether doing the same again, with nothing changed, may succeed. */
  public boolean retryable() {
    return retryable;
  }

  /**
   * The problem of that stable name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static ProblemCode ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The stable name that reports show, such as {@code bad-decrypt}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
