package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.DatabaseTraits;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.FactSource;
import dev.restorebot.engine.disaster.Outage;
import dev.restorebot.engine.disaster.RememberedTarget;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.util.List;
import java.util.Optional;

/**
 * Describes a database that is no longer in its server: as it was remembered, else as the backup
 * has it.
 *
 * @param known what was remembered of it
 * @param dumped what the backup tells
 */
record DroppedDatabase(
    ServerAddress address,
    String database,
    Optional<RememberedTarget> known,
    Optional<DumpedDatabase> dumped) {
  /** InvalidOid: no database ever has it. */
  static final String OID = "0";

  private static final int USUAL_WAL_SEGMENT = 16;

  /**
   * Returns how it was made.
   *
   * @param version of the server now
   * @param roles the server's roles now
   * @param tablespaces the tablespaces in which databases can be created now
   * @throws ProblemException when neither the bot nor the backup knows its owner and locale
   */
  ClusterFacts cluster(String version, List<String> roles, List<String> tablespaces)
      throws ProblemException {
    Optional<ClusterFacts> before = known.map(each -> each.target().cluster());
    String owner =
        before.map(ClusterFacts::owner).or(() -> dumped.flatMap(DumpedDatabase::owner)).orElse("");
    Optional<DatabaseLocale> locale =
        before.map(ClusterFacts::locale).or(() -> dumped.flatMap(DumpedDatabase::locale));
    if (owner.isEmpty() || locale.isEmpty()) {
      throw gone();
    }
    if (!roles.contains(owner)) {
      throw ServerProblems.unsuitable(
              "The database "
                  + database
                  + " was dropped, and so was the role "
                  + owner
                  + ", which owned it.",
              "As an administrator: CREATE ROLE \""
                  + owner
                  + "\" with its login and password, and GRANT it to \""
                  + address.user()
                  + "\". Then request the restore again.")
          .exception();
    }
    return new ClusterFacts(
        version,
        address.user(),
        owner,
        locale.get(),
        before.flatMap(ClusterFacts::icuLocale),
        locale.get(),
        false,
        USUAL_WAL_SEGMENT,
        "",
        List.of(),
        new DatabaseTraits(
            before.flatMap(each -> each.traits().provider()),
            Optional.empty(),
            before.flatMap(each -> each.traits().tablespace()).filter(tablespaces::contains),
            roles));
  }

  /** Says why it could not be asked, and where its facts are from. */
  Outage outage() {
    String all = "Owner, encoding, locale, grants, settings, comment and connection limit";
    return new Outage(
        "The server "
            + address.text()
            + " has no database "
            + database
            + ": it was dropped or renamed.",
        true,
        known.isPresent()
            ? List.of(FactSource.dropped(all, known.get().takenAt()))
            : List.of(
                FactSource.now("Owner, encoding and locale", "the backup"),
                FactSource.now(
                    "Grants on the database",
                    "PostgreSQL's default, CONNECT and TEMPORARY for PUBLIC, because nobody knows"
                        + " which it had"),
                FactSource.now(
                    "Settings, comment and connection limit",
                    "nobody knows them; set them after the swap")),
        List.of(),
        List.of());
  }

  private ProblemException gone() {
    return new Problem(
            ProblemCode.TARGET_NOT_FOUND,
            "The server " + address.text() + " has no database " + database + ".",
            "If it was dropped, create it empty, with the owner, encoding and locale that it had,"
                + " and request the restore again: CREATE DATABASE \""
                + database
                + "\" OWNER …")
        .exception();
  }
}
