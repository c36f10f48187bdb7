package dev.restorebot.engine.disaster.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A project that is like production's and reaches neither production nor the world. Its definition
 * holds secrets; never stored beyond the rehearsal.
 *
 * @param definition the project in Compose's own format
 * @param services the services that it has, without the probe
 * @param endless those that production starts again whenever they end
 * @param incomplete those that have not all that they have in production
 * @param leftOut why a service of production is not in it, by the service's name
 * @param changes what else is different, a line each
 * @param copies what is copied into containers before they start
 * @param published where production's published ports lead
 */
public record IsolatedProject(
    ObjectNode definition,
    List<String> services,
    List<String> endless,
    List<String> incomplete,
    Map<String, String> leftOut,
    List<String> changes,
    List<Copy> copies,
    Map<Integer, Port> published) {
  public IsolatedProject {
    services = List.copyOf(services);
    endless = List.copyOf(endless);
    incomplete = List.copyOf(incomplete);
    leftOut = Map.copyOf(leftOut);
    changes = List.copyOf(changes);
    copies = List.copyOf(copies);
    published = Map.copyOf(published);
  }

  /** A file or folder of the project's folder, and where a service has it. */
  public record Copy(String service, Path from, String to) {}

  /** A port inside the project's networks. */
  public record Port(String service, int number) {}

  /**
   * Returns where a page of production is found in it; empty when no service of it answers there.
   *
   * @param url as the bot gets it from production: by a port that a service publishes, or by the
   *     service's own name
   */
  public Optional<Port> port(URI url) {
    int number = url.getPort() > 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
    return services.contains(url.getHost())
        ? Optional.of(new Port(url.getHost(), number))
        : Optional.ofNullable(published.get(number));
  }

  /** Returns what is different from production, the services first. */
  public List<String> differences() {
    return Stream.concat(
            leftOut.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> each.getKey() + " is left out: " + each.getValue()),
            changes.stream())
        .toList();
  }

  @Override
  public String toString() {
    return "rehearsal of " + services; // the definition holds passwords
  }
}
