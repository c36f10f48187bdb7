package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import dev.restorebot.engine.sandbox.server.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes a server and a database like the ones that production has. */
public final class InitdbArguments {
  private static final int USUAL_WAL_SEGMENT = 16;

  private InitdbArguments() {}

  /** For initdb; none holds a secret. */
  public static List<String> of(ClusterFacts cluster) {
    DatabaseLocale locale = cluster.clusterLocale();
    List<String> words = new ArrayList<>();
    words.add("--encoding=" + locale.encoding());
    words.add("--lc-collate=" + locale.collate());
    words.add("--lc-ctype=" + locale.ctype());
    cluster
        .traits()
        .clusterProvider()
        .ifPresent(
            provider -> {
              words.add("--locale-provider=" + provider.name());
              words.add("--" + provider.name() + "-locale=" + provider.locale());
            });
    if (cluster.checksums()) {
      words.add("--data-checksums");
    }
    if (cluster.walSegmentMegabytes() != USUAL_WAL_SEGMENT) {
      words.add("--wal-segsize=" + cluster.walSegmentMegabytes());
    }
    return List.copyOf(words);
  }

  /** The database to restore, empty. */
  public static String createDatabase(Target target) {
    return createDatabase(target, target.database());
  }

  /** One like the database to restore, empty, under another name. */
  public static String createDatabase(Target target, String name) {
    ClusterFacts cluster = target.cluster();
    DatabaseLocale locale = cluster.locale();
    return "CREATE DATABASE "
        + Sql.identifier(name)
        + " TEMPLATE template0 OWNER "
        + Sql.identifier(cluster.owner())
        + " ENCODING "
        + Sql.literal(locale.encoding())
        + " LC_COLLATE "
        + Sql.literal(locale.collate())
        + " LC_CTYPE "
        + Sql.literal(locale.ctype())
        + provider(cluster)
        + cluster
            .traits()
            .tablespace()
            .map(tablespace -> " TABLESPACE " + Sql.identifier(tablespace))
            .orElse("");
  }

  /** Said also when it is libc, or the one of the template would be taken. */
  private static String provider(ClusterFacts cluster) {
    Optional<LocaleProvider> provider =
        cluster
            .traits()
            .provider()
            .or(
                () ->
                    cluster
                        .icuLocale()
                        .map(icu -> new LocaleProvider("icu", icu, Optional.empty())));
    if (provider.isEmpty()) {
      return cluster.traits().clusterProvider().isPresent() ? " LOCALE_PROVIDER libc" : "";
    }
    String name = provider.get().name();
    return " LOCALE_PROVIDER "
        + name
        + " "
        + name.toUpperCase(Locale.ROOT)
        + "_LOCALE "
        + Sql.literal(provider.get().locale())
        + provider.get().rules().map(rules -> " ICU_RULES " + Sql.literal(rules)).orElse("");
  }

  /** Removes what an image's set-up may have made under the same name. */
  static String dropDatabase(Target target) {
    return "DROP DATABASE IF EXISTS " + Sql.identifier(target.database());
  }
}
