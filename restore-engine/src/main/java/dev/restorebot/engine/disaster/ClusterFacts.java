package dev.restorebot.engine.disaster;

import dev.restorebot.engine.audit.CanonicalHash;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.util.List;
import java.util.Optional;

/**
 * Describes how production's server was set up, by its own account, so that a new one is the same.
 *
 * @param version such as {@code 15.18}
 * @param superuser the role that the server was made with
 * @param owner the database's owner
 * @param locale the database's encoding and locale
 * @param icuLocale the database's ICU locale, when it uses ICU
 * @param clusterLocale of the server's template
 * @param checksums whether data pages have checksums
 * @param walSegmentMegabytes size of a WAL segment
 * @param preload {@code shared_preload_libraries}
 * @param otherDatabases databases beside the one to restore that hold something
 * @param traits what else it has
 */
public record ClusterFacts(
    String version,
    String superuser,
    String owner,
    DatabaseLocale locale,
    Optional<String> icuLocale,
    DatabaseLocale clusterLocale,
    boolean checksums,
    int walSegmentMegabytes,
    String preload,
    List<String> otherDatabases,
    DatabaseTraits traits) {
  public ClusterFacts {
    otherDatabases = List.copyOf(otherDatabases);
    traits = traits == null ? DatabaseTraits.NONE : traits; // earlier versions stored none
  }

  /** The same as a version that knew no traits stored it. */
  ClusterFacts beforeTraits() {
    return new ClusterFacts(
        version,
        superuser,
        owner,
        locale,
        icuLocale,
        clusterLocale,
        checksums,
        walSegmentMegabytes,
        preload,
        otherDatabases,
        DatabaseTraits.NONE);
  }

  void addTo(CanonicalHash hash) {
    hash.add(version).add(superuser).add(owner);
    for (DatabaseLocale each : List.of(locale, clusterLocale)) {
      hash.add(each.encoding()).add(each.collate()).add(each.ctype());
    }
    hash.add(icuLocale.stream().toList())
        .add(String.valueOf(checksums))
        .add(walSegmentMegabytes)
        .add(preload)
        .add(otherDatabases);
    traits.addTo(hash);
  }

  /** Returns the text that version 0.1.0 made of it, which had no traits. */
  String withoutTraits() {
    return toString().replace(", traits=" + traits, "");
  }
}
