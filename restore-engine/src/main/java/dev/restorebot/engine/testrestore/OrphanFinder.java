package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.sandbox.SandboxInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the running sandboxes that no job or command uses any longer. Pure but for one question to
 * the operating system: whether a process of this machine still lives.
 */
public final class OrphanFinder {
  private static final String CLI = "cli";
  private static final String SEPARATOR = ":";
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  private final String owner;
  private final Set<String> ready;
  private final Instant now;

  /**
   * A finder.
   *
   * @param ready the IDs of the jobs whose sandboxes wait for their deadline
   */
  OrphanFinder(String owner, Set<String> ready, Instant now) {
    this.owner = owner;
    this.ready = Set.copyOf(ready);
    this.now = now;
  }

  /**
   * A sandbox to remove.
   *
   * @param reason why, for the log
   */
  record Removal(SandboxInfo sandbox, String reason) {}

  /** The owner's name of a command that runs without a state of its own. */
  public static String commandOwner() {
    return CLI + SEPARATOR + host() + SEPARATOR + ProcessHandle.current().pid();
  }

  /** Returns whether the owner of a sandbox is a command. */
  public static boolean isOfCommand(String owner) {
    return owner.startsWith(CLI + SEPARATOR);
  }

  List<Removal> among(List<SandboxInfo> standing) {
    List<Removal> removals = new ArrayList<>();
    for (SandboxInfo sandbox : standing) {
      reason(sandbox).ifPresent(reason -> removals.add(new Removal(sandbox, reason)));
    }
    return removals;
  }

  private Optional<String> reason(SandboxInfo sandbox) {
    if (sandbox.owner().equals(owner)) {
      return mine(sandbox);
    }
    if (isOfCommand(sandbox.owner()) && !sandbox.keep() && dead(sandbox.owner())) {
      return Optional.of("the command that made it is no longer running");
    }
    return now.isAfter(sandbox.deadline())
        ? Optional.of("its deadline has passed and nobody removed it")
        : Optional.empty();
  }

  private Optional<String> mine(SandboxInfo sandbox) {
    if (sandbox.isWarm()) {
      return Optional.of("an earlier process kept it ready for a test");
    }
    return ready.contains(sandbox.jobId())
        ? Optional.empty()
        : Optional.of("its job no longer uses it");
  }

  private static boolean dead(String commandOwner) {
    String[] parts = commandOwner.split(SEPARATOR, -1);
    return parts.length == 3
        && parts[1].equals(host())
        && ProcessHandle.of(Long.parseLong(parts[2])).isEmpty();
  }

  /**
   * Returns within what process numbers mean something: the machine's name and, on Linux, the
   * namespace of its process numbers. A container in its host's network has the host's name, but
   * numbers of its own.
   */
  private static String host() {
    return hostName() + namespace().map(id -> "-" + id).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** The number in {@code pid:[4026531836]}, as namespaces(7) describes the link. */
  private static Optional<String> namespace() {
    try {
      String link = Files.readSymbolicLink(NAMESPACE).toString();
      return Optional.of(link.replaceAll("\\D", "")).filter(id -> !id.isEmpty());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty(); // not Linux
    }
  }
}
