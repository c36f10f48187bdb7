package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ClusterFacts;
import dev.restorebot.engine.disaster.DataVolume;
import dev.restorebot.engine.disaster.DatabaseTraits;
import dev.restorebot.engine.disaster.LocaleProvider;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Describes a database by what its server says.
 *
 * @param name its name
 * @param facts the columns of the question
 */
record PresentDatabase(String name, List<String> facts) {
  /** The columns of ICU have other names in other versions, and older ones have none. */
  private static final String DATABASE =
      """
      SELECT d.oid, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding), d.datcollate,
        d.datctype, d.datallowconn, d.datistemplate,
        CASE WHEN has_database_privilege(d.oid, 'CONNECT') THEN pg_database_size(d.oid) END,
        to_jsonb(d) ->> 'datlocprovider',
        coalesce(to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale'),
        to_jsonb(d) ->> 'daticurules', t.spcname
      FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace
      WHERE d.datname = ?
      """;

  private static final int USUAL_WAL_SEGMENT = 16;

  /** Asks for the database of that name; empty when there is none. */
  static Optional<PresentDatabase> find(Connection connection, String name) throws SQLException {
    return Rows.of(connection, DATABASE, name).stream()
        .map(facts -> new PresentDatabase(name, facts))
        .findFirst();
  }

  String oid() {
    return facts.get(0);
  }

  String owner() {
    return facts.get(1);
  }

  DataVolume volume() {
    return new DataVolume(
        name,
        oid(),
        facts.get(7).isEmpty() ? 0 : Long.parseLong(facts.get(7)),
        DataVolume.UNKNOWN,
        DataVolume.Kind.DATABASE);
  }

  ClusterFacts cluster(String user, String version, List<String> roles, List<String> tablespaces) {
    DatabaseLocale locale = new DatabaseLocale(facts.get(2), facts.get(3), facts.get(4));
    Optional<LocaleProvider> provider = provider(facts.get(8), facts.get(9), facts.get(10));
    return new ClusterFacts(
        version,
        user,
        facts.get(1),
        locale,
        provider.filter(p -> p.name().equals("icu")).map(LocaleProvider::locale),
        locale,
        false,
        USUAL_WAL_SEGMENT,
        "",
        List.of(),
        new DatabaseTraits(
            provider,
            Optional.empty(),
            Optional.of(facts.get(11)).filter(tablespaces::contains),
            roles));
  }

  private static Optional<LocaleProvider> provider(String letter, String locale, String rules) {
    Optional<String> some = Optional.of(rules).filter(text -> !text.isEmpty());
    return switch (letter) {
      case "i" -> Optional.of(new LocaleProvider("icu", locale, some));
      case "b" -> Optional.of(new LocaleProvider("builtin", locale, some));
      default -> Optional.empty();
    };
  }

  void requireOpen() throws ProblemException {
    if (!facts.get(5).equals("t")) {
      throw ServerProblems.unsuitable(
              "The database " + name + " lets no connection in (ALLOW_CONNECTIONS false).",
              "If no other disaster restore is at work, open it: ALTER DATABASE \""
                  + name
                  + "\" ALLOW_CONNECTIONS true")
          .exception();
    }
  }
}
