package dev.restorebot.engine.load;

import dev.restorebot.engine.archive.pgdump.RestoreEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Selects the entries of an archive that pg_restore restores with {@code --no-subscriptions}, and
 * puts them into its order: everything, then privileges, then what needs privileges.
 *
 * <p>Source: {@code _tocEntryRequired} and {@code _tocEntryRestorePass} in PostgreSQL's
 * pg_backup_archiver.c.
 */
final class RestoreOrder {
  private static final Set<String> SPECIAL =
      Set.of(
          "ENCODING",
          "STDSTRINGS",
          "SEARCHPATH",
          "DATABASE",
          "DATABASE PROPERTIES",
          "SUBSCRIPTION",
          "SUBSCRIPTION TABLE");
  private static final Set<String> PRIVILEGES = Set.of("ACL", "ACL LANGUAGE", "DEFAULT ACL");
  private static final Set<String> AFTER_PRIVILEGES =
      Set.of("EVENT TRIGGER", "MATERIALIZED VIEW DATA");
  private static final Set<String> OF_OTHERS = Set.of("COMMENT", "SECURITY LABEL");
  private static final int POST_DATA = 4;

  private RestoreOrder() {}

  static List<RestoreEntry> of(List<RestoreEntry> entries, boolean withPrivileges) {
    List<RestoreEntry> order = new ArrayList<>();
    List<RestoreEntry> privileges = new ArrayList<>();
    List<RestoreEntry> last = new ArrayList<>();
    for (RestoreEntry entry : entries) {
      if (!isRestored(entry)) {
        continue;
      }
      if (PRIVILEGES.contains(entry.kind())) {
        privileges.add(entry);
      } else if (needsPrivileges(entry)) {
        last.add(entry);
      } else {
        order.add(entry);
      }
    }
    if (withPrivileges) {
      order.addAll(privileges);
    }
    order.addAll(last);
    return List.copyOf(order);
  }

  private static boolean isRestored(RestoreEntry entry) {
    boolean ofOther = OF_OTHERS.contains(entry.kind());
    boolean ofDatabase =
        (ofOther || entry.kind().equals("ACL")) && entry.name().startsWith("DATABASE ");
    boolean ofSubscription = ofOther && entry.name().startsWith("SUBSCRIPTION");
    return !SPECIAL.contains(entry.kind()) && !ofDatabase && !ofSubscription;
  }

  private static boolean needsPrivileges(RestoreEntry entry) {
    return AFTER_PRIVILEGES.contains(entry.kind())
        || (OF_OTHERS.contains(entry.kind()) && entry.name().startsWith("EVENT TRIGGER "))
        || (entry.kind().equals("STATISTICS DATA") && entry.section() == POST_DATA);
  }
}
