package dev.restorebot.engine.disaster;

import dev.restorebot.engine.audit.CanonicalHash;
import java.util.List;
import java.util.Optional;

/**
 * Traits of a server and its database that {@link ClusterFacts} does not have.
 *
 * @param provider the database's locale provider, when it is not libc
 * @param clusterProvider that of the server's template
 * @param tablespace the tablespace that the database is in, when it is not the server's default
 * @param roles the names of the server's roles; empty when they are not known
 */
public record DatabaseTraits(
    Optional<LocaleProvider> provider,
    Optional<LocaleProvider> clusterProvider,
    Optional<String> tablespace,
    List<String> roles) {
  /** Nothing is known. */
  public static final DatabaseTraits NONE =
      new DatabaseTraits(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  public DatabaseTraits {
    provider = provider == null ? Optional.empty() : provider;
    clusterProvider = clusterProvider == null ? Optional.empty() : clusterProvider;
    tablespace = tablespace == null ? Optional.empty() : tablespace;
    roles = roles == null ? List.of() : List.copyOf(roles);
  }

  /** Adds how the server sorts; roles may come and go without a plan being another. */
  void addTo(CanonicalHash hash) {
    add(hash, "provider", provider);
    add(hash, "cluster provider", clusterProvider);
    tablespace.ifPresent(name -> hash.add("tablespace").add(name));
  }

  private static void add(CanonicalHash hash, String what, Optional<LocaleProvider> which) {
    which.ifPresent(
        each ->
            hash.add(what).add(each.name()).add(each.locale()).add(each.rules().stream().toList()));
  }
}
