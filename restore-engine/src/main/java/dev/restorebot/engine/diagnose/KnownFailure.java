package dev.restorebot.engine.diagnose;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A failure that people meet again and again: how to recognise it, what it means, what to do.
 *
 * <p>The runbook's troubleshooting as data. Patterns match the English messages of PostgreSQL's
 * programs (they are run with LC_ALL=C), of OpenSSL and of Docker.
 *
 * @param code its kind
 * @param pattern found anywhere in the message, case-insensitive
 * @param meaning what it means, one sentence
 * @param hint what to do
 */
record KnownFailure(ProblemCode code, Pattern pattern, String meaning, String hint) {

  private static final String LEAVE_OWNERS_OUT =
      "Leave owners and privileges out (`restore.owner-and-privileges: false`, the default), or"
          + " restore in Docker, where the restoring role may do everything.";

  /** The first that matches wins, so the narrow ones come first. */
  static final List<KnownFailure> ALL =
      List.of(
          of(
              ProblemCode.DISK_FULL,
              "no space left on device|disk full|disk quota exceeded",
              "The disk under the sandbox is full; this says nothing about the backup.",
              "Free space or give Docker more (`docker system df` shows what uses it), then run the"
                  + " test again. Remove old sandboxes with `/restore cleanup all`."),
          of(
              ProblemCode.OUT_OF_MEMORY,
              "out of memory|cannot allocate memory|out of shared memory",
              "The sandbox ran out of memory; this says nothing about the backup.",
              "Raise `sandbox.docker.memory` in the settings and run the test again."),
          of(
              ProblemCode.FOREIGN_SERVER_UNREACHABLE,
              "could not connect to server \"|could not establish connection"
                  + "|user mapping not found for",
              "The restore read from a foreign server, which the sandbox cannot reach on purpose;"
                  + " this says nothing about the backup.",
              "A materialized view over foreign tables is the usual cause: add this message to"
                  + " `verify.ignore-errors` with the reason, and refresh the view after a real"
                  + " restore."),
          of(
              ProblemCode.DOCKER_UNREACHABLE,
              "cannot connect to the docker daemon|docker\\.sock",
              "Docker does not answer.",
              "Start Docker, or check DOCKER_HOST and the rights on its socket: `docker info`."),
          of(
              ProblemCode.VOLUME_EXISTS,
              "volume.*(already exists|is in use)|conflict.*container name",
              "A volume or container of that name is still there from an earlier run.",
              "List them with `docker volume ls | grep restore` and remove the old ones with"
                  + " `/restore cleanup all` or `docker volume rm <name>`."),
          of(
              ProblemCode.BAD_DECRYPT,
              "bad decrypt|bad magic number|wrong final block length",
              "The backup could not be decrypted: the key is wrong or the file is damaged.",
              "Set the BACKUP_ENCRYPTION_KEY that was in use when the backup was made."),
          of(
              ProblemCode.DUMP_NEWER_THAN_SERVER,
              "unsupported version \\([0-9.]+\\) in file header|aborting because of server version",
              "The dump was made by a newer pg_dump than the sandbox's pg_restore can read.",
              "Allow the matching PostgreSQL image (`sandbox.docker.image`) or install that"
                  + " PostgreSQL version."),
          of(
              ProblemCode.COMPRESSION_UNSUPPORTED,
              "(build|installation) does not support compression|unsupported compression|"
                  + "compression with (lz4|zstd|gzip) is not supported",
              "The sandbox's pg_restore was built without the compression that this archive uses.",
              "Use an image whose pg_restore supports it; the official postgres images do from"
                  + " 16 on."),
          of(
              ProblemCode.PROGRAM_BLOCKED,
              "external program|of psql runs a program or uses"
                  + " files|pg_execute_server_program|pg_write_server_files|pg_read_server_files|copy"
                  + " (to|from) a file|backslash commands are restricted|permission denied for"
                  + " function (pg_read|lo_export|lo_import)",
              "The dump tries to run a program or to access files of the server. The sandbox"
                  + " refused it.",
              "An ordinary pg_dump never does this: find out who made or changed this file before"
                  + " you restore it anywhere."),
          of(
              ProblemCode.RESTORE_ERROR,
              "syntax error at or near \"(pg_dump|pg_dumpall|pg_restore|psql|Password)\"",
              "Text that pg_dump wrote for people is inside the dump. The statement below that text"
                  + " was not run.",
              "Make the backup again with pg_dump --file=NAME, or with > NAME alone: without 2>&1"
                  + " and without a terminal (docker exec -t, ssh -t)."),
          of(
              ProblemCode.RESTORE_ERROR,
              "syntax error at or near \"\uFEFF",
              "There is a byte order mark inside the dump: files were joined, or an editor saved"
                  + " it.",
              "Make the backup again with pg_dump --file=NAME, and do not edit or join the file."),
          of(
              ProblemCode.RESTORE_ERROR,
              "of psql reads another file",
              "The file is only a part of a backup: it reads another file.",
              "Back up with pg_dump, which writes everything into one file."),
          of(
              ProblemCode.RESTORE_ERROR,
              "of psql is not run in a sandbox",
              "The dump has a command of psql that does something with data. It was not run, so the"
                  + " restored data may differ.",
              "An ordinary pg_dump does not write it: back up with pg_dump."),
          of(
              ProblemCode.MISSING_LIBRARY,
              "permission denied to set parameter \"(session|local|shared)_preload_libraries\""
                  + "|could not (access|load) (file|library) \"(?!\\$libdir)"
                  + "|security label provider \"[^\"]*\" is not loaded"
                  + "|no security label providers have been loaded",
              "The dump needs a library that this sandbox's server did not load; this says nothing"
                  + " about the backup.",
              "Set `databases.<name>.image` to the image that production runs, and load the library"
                  + " with `databases.<name>.server-args: [-c, \"shared_preload_libraries=…\"]`."),
          of(
              ProblemCode.MISSING_COLLATION,
              "collation"
                  + " \"(pg_catalog\\.)?[^\".]*(\\.[Uu][Tt][Ff]-?8|@[^\".]*|-x-icu)?\"(\\.\"[^\"]*\")?"
                  + " for encoding \"[^\"]*\" does not exist|could not create locale \"|could not"
                  + " open collator for locale|ICU is not supported in this build|encoding"
                  + " \"[^\"]*\" not supported by ICU|invalid locale name|could not find a matching"
                  + " locale",
              "A column or index uses a collation whose locale the sandbox does not have; this says"
                  + " nothing about the backup.",
              "Set `databases.<name>.image` to the image that production runs, or one with its"
                  + " locales: the Debian image `postgres:MAJOR`, with `RUN localedef -i de_DE -c"
                  + " -f UTF-8 de_DE.UTF-8` for de_DE.UTF-8. Without Docker, generate the locale on"
                  + " this machine (`locale-gen`)."),
          of(
              ProblemCode.MISSING_DICTIONARY,
              "could not open (dictionary file|affix file|stop-word file|thesaurus file|synonym"
                  + " file|tsearch)|could not open configuration file \"[^\"]*tsearch_data",
              "A text search dictionary needs a file that is on production's server and not in the"
                  + " sandbox; dumps do not contain such files. This says nothing about the"
                  + " backup.",
              "Build an image with the file in `$(pg_config --sharedir)/tsearch_data` and set"
                  + " `databases.<name>.image` to it. Back up that folder too."),
          of(
              ProblemCode.SEARCH_PATH,
              "(relation|function|type|operator|text search (configuration|dictionary))\\b[^\n.]*"
                  + " does not exist\\b.*CONTEXT: +(SQL function|PL/pgSQL function)",
              "A function that a materialized view, an index, a check or a generated column calls"
                  + " uses a name without its schema, and the search path is empty during a"
                  + " restore: this part of the backup cannot be restored as it is.",
              "Write the schema into the function (`public.rates`) or add `SET search_path ="
                  + " public` to it (`ALTER FUNCTION … SET search_path = public`) in production,"
                  + " then back up again."),
          of(
              ProblemCode.MISSING_EXTENSION,
              "extension \"[^\"]*\" is not available|could not open extension control file|"
                  + "permission denied to create extension|extension \"[^\"]*\" has no installation"
                  + "|could not access file \"\\$libdir",
              "The dump needs an extension that this sandbox does not have; this says nothing about"
                  + " the backup.",
              "Set `databases.<name>.image` to the image that production runs (one that has the"
                  + " extension)."),
          of(
              ProblemCode.MISSING_ROLE,
              "role \"[^\"]*\" does not exist",
              "The dump names a role that the sandbox does not have: roles belong to the cluster,"
                  + " not to the database.",
              "Add the message to `verify.ignore-errors` with the reason if the role no longer"
                  + " exists, and keep `pg_dumpall --globals-only` beside the backups for the real"
                  + " restore."),
          of(
              ProblemCode.DATA_INCONSISTENT,
              "violates check constraint|check constraint .* is violated by some row",
              "Rows in the backup violate a check constraint: the constraint reads other tables or"
                  + " the time, which a restore cannot satisfy, or the rows are damaged.",
              "Look at the constraint in production. If it calls a function that reads another"
                  + " table, or compares with now(), replace it with a trigger, or add it as NOT"
                  + " VALID; then back up again. Otherwise use another generation."),
          of(
              ProblemCode.DATA_INCONSISTENT,
              "violates (foreign key|check|unique|not-null|exclusion) constraint|"
                  + "could not create unique index|is violated by some row|contains null values",
              "The data in the backup contradict each other: rows are missing, or there are too"
                  + " many.",
              "Do not rely on this backup; use another generation, and find out how it was made:"
                  + " one pg_dump run is always consistent in itself."),
          of(
              ProblemCode.RELATION_EXISTS,
              "(relation|type|function|schema|constraint|trigger|extension|sequence|index|view|table|database|operator|aggregate|policy|rule)\\b.*"
                  + " already exists|multiple primary keys for table",
              "Something in the dump is made twice, or the database was not empty.",
              "The sandbox starts empty, so look for a dump that was appended to another one, or"
                  + " for objects that the image creates."),
          of(
              ProblemCode.PERMISSION_DENIED,
              "permission denied for|must be owner of|must be able to set role|must be (a )?member"
                  + " of role",
              "The restoring role neither owns what the dump changes nor has a privilege for it: an"
                  + " ownership mismatch.",
              LEAVE_OWNERS_OUT),
          of(
              ProblemCode.PERMISSION_DENIED,
              "permission denied|must be superuser|only superusers|must have the",
              "The restoring role may not do what the dump asks for.",
              LEAVE_OWNERS_OUT),
          of(
              ProblemCode.BACKUP_CORRUPT,
              "could not uncompress data|incorrect data check|invalid (distance|stored block|block"
                  + " type|code lengths|literal)|could not read from input file|unexpected end of"
                  + " file|found unexpected block id|did not find block id|unrecognized data"
                  + " block|unexpected data offset|corrupt|could not find entry for id|bad (table"
                  + " )?dumpid|entry id .* out of range|invalid byte sequence|could not decompress",
              "The data inside the backup is damaged.",
              "Use another generation of the backup, and compare this file's SHA-256 with the"
                  + " original to learn whether it broke on the way or when it was made."),
          of(
              ProblemCode.CONNECTION_LOST,
              "server closed the connection|terminating connection|connection (to server .*)?(was"
                  + " |has been )?(lost|refused|closed)|database system is (in recovery|shutting"
                  + " down|starting up)|could not connect to server|no connection to the server|"
                  + "i/o error occurred while sending",
              "The sandbox's server went away; this says nothing about the backup.",
              "Check the sandbox's log (`docker logs`). Memory is the usual cause: raise"
                  + " `sandbox.docker.memory`, then run the test again."),
          of(
              ProblemCode.TIMED_OUT,
              "canceling statement due to|timed out|timeout expired",
              "It took longer than allowed.",
              "Raise `restore.timeout` if the backup has grown; check whether the disk is slow."));

  private static KnownFailure of(ProblemCode code, String pattern, String meaning, String hint) {
    return new KnownFailure(
        code, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), meaning, hint);
  }
}
