package dev.restorebot.engine.audit.jdbc;

import dev.restorebot.engine.audit.AuditEvents;
import java.nio.file.Path;

/** A program that appends and says so, until it is killed. */
final class AppendsForEver {
  private AppendsForEver() {}

  public static void main(String[] arguments) {
    JdbcAuditLog log = JdbcAuditLog.open(Path.of(arguments[0]));
    while (true) {
      System.out.println(log.append(AuditEvents.event("other process")).number());
    }
  }
}
