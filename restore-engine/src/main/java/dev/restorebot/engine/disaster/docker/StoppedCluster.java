package dev.restorebot.engine.disaster.docker;

import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.ContainerEnvironment;
import dev.restorebot.engine.disaster.DatabaseTraits;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.FactSource;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells how a server that does not run was set up: as it told itself, else as the backup and the
 * container's environment say. Pure.
 *
 * @param environment the container's
 * @param command what its image is started with
 */
record StoppedCluster(ContainerEnvironment environment, List<String> command) {
  private static final String GROUP = "Encoding, locale and checksums";
  private static final int WAL_SEGMENT = 16;
  private static final Pattern CHECKSUMS = Pattern.compile("(^|\\s)(--data-checksums|-k)(\\s|$)");
  private static final Pattern WAL_SIZE = Pattern.compile("--wal-segsize[= ](\\d+)");
  private static final String PRELOAD = "shared_preload_libraries=";

  /**
   * Returns the facts.
   *
   * @param sources gets where they are from
   * @param warnings gets what is only assumed
   */
  ClusterFacts facts(
      Optional<KnownServer> known,
      Optional<DumpedDatabase> dumped,
      List<FactSource> sources,
      List<String> warnings) {
    if (known.isPresent()) {
      ClusterFacts facts = known.get().cluster();
      sources.add(known.get().source(GROUP));
      environment
          .get("PG_MAJOR")
          .filter(major -> !facts.version().split("\\.", 2)[0].equals(major))
          .ifPresent(
              major ->
                  warnings.add(
                      "The server last ran PostgreSQL "
                          + facts.version()
                          + "; its image is now PostgreSQL "
                          + major
                          + "."));
      return facts;
    }
    DumpedDatabase backup = dumped.orElseThrow();
    String superuser = environment.get("POSTGRES_USER").orElse("postgres");
    String initdb = environment.get("POSTGRES_INITDB_ARGS").orElse("");
    Optional<DatabaseLocale> stated = backup.locale();
    DatabaseLocale locale = stated.orElseGet(this::assumed);
    sources.add(
        FactSource.now(
            GROUP,
            stated.isPresent()
                ? "the backup (encoding and locale) and the container's environment (checksums)"
                : "ASSUMED from the container's environment"));
    if (stated.isEmpty()) {
      warnings.add(
          "Neither the backup nor anything else tells the database's encoding and locale. Assumed: "
              + locale.encoding()
              + ", "
              + locale.collate()
              + ".");
    }
    Matcher wal = WAL_SIZE.matcher(initdb);
    return new ClusterFacts(
        backup.version().or(() -> environment.get("PG_MAJOR")).orElse("unknown"),
        superuser,
        backup.owner().filter(backup.roles()::contains).orElse(superuser),
        locale,
        Optional.empty(),
        locale,
        CHECKSUMS.matcher(initdb).find(),
        wal.find() ? Integer.parseInt(wal.group(1)) : WAL_SEGMENT,
        preload(),
        List.of(),
        DatabaseTraits.NONE);
  }

  private DatabaseLocale assumed() {
    String lang = environment.get("LC_ALL").or(() -> environment.get("LANG")).orElse("C").strip();
    return new DatabaseLocale("UTF8", lang, lang);
  }

  private String preload() {
    return command.stream()
        .map(word -> word.replaceFirst("^(-c|--)", "").replace("-", "_"))
        .filter(word -> word.startsWith(PRELOAD))
        .map(word -> word.substring(PRELOAD.length()))
        .reduce((first, last) -> last)
        .orElse("");
  }
}
