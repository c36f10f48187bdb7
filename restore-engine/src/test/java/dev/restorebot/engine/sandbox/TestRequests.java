package dev.restorebot.engine.sandbox;

import dev.restorebot.engine.archive.NamedRole;
import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Requests for sandboxes that no other test will take for its own. */
public final class TestRequests {
  /** Owner of every sandbox that this run of the tests makes; another may run beside it. */
  public static final String OWNER = "test-" + ProcessHandle.current().pid();

  private static final Optional<DatabaseLocale> UTF8 =
      Optional.of(new DatabaseLocale("UTF8", "en_US.UTF-8", "en_US.UTF-8"));

  private TestRequests() {}

  /** A new job that wants PostgreSQL 15 and a database in UTF-8. */
  public static SandboxRequest request() {
    return request("zenops", UTF8);
  }

  /** A new job that wants PostgreSQL 15. */
  public static SandboxRequest request(String database, Optional<DatabaseLocale> locale) {
    return request(database, locale, OptionalInt.of(15), List.of());
  }

  /** A new job. */
  public static SandboxRequest request(
      String database,
      Optional<DatabaseLocale> locale,
      OptionalInt major,
      List<String> extensions) {
    return request(OWNER, database, locale, major, extensions);
  }

  /**
   * The same job for a backup whose objects go to these roles, with a server of its database's own.
   */
  public static SandboxRequest with(
      SandboxRequest request, List<NamedRole> roles, ServerChoice server) {
    return new SandboxRequest(
        request.jobId(),
        request.owner(),
        request.keep(),
        request.createdAt(),
        request.deadline(),
        request.serverMajor(),
        request.database(),
        () ->
            new DatabaseNeeds(
                request.needs().get().locale(), request.needs().get().extensions(), roles),
        true,
        server);
  }

  /** A new job of that owner that wants PostgreSQL 15 and a database in UTF-8. */
  static SandboxRequest owned(String owner) {
    return request(owner, "zenops", UTF8, OptionalInt.of(15), List.of());
  }

  private static SandboxRequest request(
      String owner,
      String database,
      Optional<DatabaseLocale> locale,
      OptionalInt major,
      List<String> extensions) {
    String job = UUID.randomUUID().toString().substring(0, 8);
    Instant now = Instant.now();
    return new SandboxRequest(
        job,
        owner,
        false,
        now,
        now.plusSeconds(600),
        major,
        database,
        () ->
            new DatabaseNeeds(
                locale,
                extensions.stream().map(name -> new WantedExtension(name, "")).toList(),
                List.of()),
        false,
        ServerChoice.USUAL);
  }
}
