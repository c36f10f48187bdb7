package dev.restorebot.engine.load;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Well-known images and packages of extensions, so that a missing one is answered with a name.
 *
 * <p>Source: the README of each image on Docker Hub (tags), and the packages {@code
 * postgresql-MAJOR-…} of Debian and apt.postgresql.org.
 */
final class KnownImages {
  private static final Set<String> POSTGIS =
      Set.of(
          "postgis",
          "postgis_raster",
          "postgis_topology",
          "postgis_sfcgal",
          "postgis_tiger_geocoder",
          "address_standardizer",
          "address_standardizer_data_us");
  private static final String TIMESCALE = "timescaledb";
  private static final String TOOLKIT = "timescaledb_toolkit";
  private static final String VECTOR = "vector";
  private static final int POSTGIS_36_FROM = 18;

  /** By extension; the package's name is {@code postgresql-MAJOR-} and this. */
  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("pg_cron", "cron"),
          Map.entry("pg_partman", "partman"),
          Map.entry("pg_repack", "repack"),
          Map.entry("pgaudit", "pgaudit"),
          Map.entry("hypopg", "hypopg"),
          Map.entry("orafce", "orafce"),
          Map.entry("pgrouting", "pgrouting"),
          Map.entry("pgtap", "pgtap"),
          Map.entry("hll", "hll"),
          Map.entry("rum", "rum"),
          Map.entry("ip4r", "ip4r"),
          Map.entry("prefix", "prefix"),
          Map.entry("semver", "semver"),
          Map.entry("periods", "periods"),
          Map.entry("pglogical", "pglogical"),
          Map.entry("plpgsql_check", "plpgsql-check"),
          Map.entry("plr", "plr"),
          Map.entry("plproxy", "plproxy"),
          Map.entry("mysql_fdw", "mysql-fdw"),
          Map.entry("tds_fdw", "tds-fdw"),
          Map.entry("ogr_fdw", "ogr-fdw"),
          Map.entry("pg_qualstats", "pg-qualstats"),
          Map.entry("pg_stat_kcache", "pg-stat-kcache"),
          Map.entry("pg_wait_sampling", "pg-wait-sampling"),
          Map.entry("tdigest", "tdigest"),
          Map.entry("unit", "unit"),
          Map.entry("debversion", "debversion"));

  /** Libraries that do nothing unless the server loads them when it starts. */
  private static final Set<String> PRELOADED =
      Set.of("timescaledb", "citus", "pg_cron", "pgaudit", "pglogical", "pg_stat_kcache");

  private KnownImages() {}

  /**
   * The image that has all of these that are not part of PostgreSQL, where one is known.
   *
   * @param major the server's major
   */
  static Optional<String> image(Set<String> extensions, int major) {
    boolean postgis = extensions.stream().anyMatch(POSTGIS::contains);
    boolean vector = extensions.contains(VECTOR);
    boolean timescale = extensions.contains(TIMESCALE);
    if (extensions.contains(TOOLKIT) || (timescale && (postgis || vector))) {
      return Optional.of("timescale/timescaledb-ha:pg" + major);
    }
    if (timescale) {
      return Optional.of("timescale/timescaledb:latest-pg" + major);
    }
    if (postgis) {
      return vector
          ? Optional.empty()
          : Optional.of("postgis/postgis:" + major + (major >= POSTGIS_36_FROM ? "-3.6" : "-3.5"));
    }
    return vector ? Optional.of("pgvector/pgvector:pg" + major) : Optional.empty();
  }

  /**
   * Tells what to do about missing extensions.
   *
   * @param extensions all that the backup asks for
   */
  static String hint(Set<String> extensions, int major) {
    List<String> advice = new ArrayList<>();
    Optional<String> image = image(extensions, major);
    if (image.isPresent()) {
      advice.add("Set `databases.<name>.image: " + image.get() + "`.");
    } else if (extensions.contains("citus")) {
      advice.add(
          "Set `databases.<name>.image` to the tag of citusdata/citus for PostgreSQL "
              + major
              + ".");
    } else {
      advice.add(
          "Set `databases.<name>.image` to the image that production runs (one that has the"
              + " extension).");
    }
    Set<String> packages = packages(extensions, major, image.isPresent());
    if (!packages.isEmpty()) {
      advice.add(
          "To build one: `FROM "
              + image.orElse("postgres:" + major)
              + "`, `RUN apt-get update && apt-get install -y "
              + String.join(" ", packages)
              + "`.");
    }
    List<String> preloaded = extensions.stream().filter(PRELOADED::contains).sorted().toList();
    if (!preloaded.isEmpty()) {
      advice.add(
          "Set `databases.<name>.server-args: [-c, \"shared_preload_libraries="
              + String.join(",", preloaded)
              + "\"]`.");
    }
    return String.join(" ", advice);
  }

  private static Set<String> packages(Set<String> extensions, int major, boolean haveImage) {
    Set<String> packages = new LinkedHashSet<>();
    for (String extension : extensions) {
      if (PACKAGES.containsKey(extension)) {
        packages.add("postgresql-" + major + "-" + PACKAGES.get(extension));
      } else if (!haveImage && POSTGIS.contains(extension)) {
        packages.add("postgresql-" + major + "-postgis-3");
      } else if (!haveImage && extension.equals(VECTOR)) {
        packages.add("postgresql-" + major + "-pgvector");
      }
    }
    return packages;
  }
}
