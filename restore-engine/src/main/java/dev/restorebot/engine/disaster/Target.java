package dev.restorebot.engine.disaster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The target of a disaster restore, as Docker and the server describe it.
 *
 * @param project the Compose project
 * @param database the database to restore
 * @param server the container that serves it
 * @param volume the volume it lies on
 * @param cluster how the server was made
 * @param stopServices the services to stop, of those that the project has
 * @param running the project's services that run now
 * @param warnings what a person should know before deciding
 * @param uploads the volume of uploads, when one is configured
 * @param outage why its server could not be asked; empty when it answered
 * @param address its server, when the database is replaced by renaming in a server that goes on
 */
public record Target(
    ComposeProject project,
    String database,
    DatabaseServer server,
    DataVolume volume,
    ClusterFacts cluster,
    List<String> stopServices,
    List<String> running,
    List<String> warnings,
    Optional<UploadsVolume> uploads,
    Optional<Outage> outage,
    Optional<ServerAddress> address) {
  public Target {
    stopServices = List.copyOf(stopServices);
    running = List.copyOf(running);
    warnings = List.copyOf(warnings);
    outage = outage == null ? Optional.empty() : outage; // earlier versions stored none
    address = address == null ? Optional.empty() : address; // neither this
  }

  /** The same, set up as it was before, with that said first. */
  public Target setUpAs(ClusterFacts before, String warning) {
    List<String> all = new ArrayList<>(List.of(warning));
    all.addAll(warnings);
    return new Target(
        project,
        database,
        server,
        volume,
        before,
        stopServices,
        running,
        all,
        uploads,
        outage,
        address);
  }

  /** Returns the target as headlines name it. */
  public String label() {
    return address.map(server -> database + " on " + server.text()).orElseGet(() -> project.name());
  }

  /** The same target as a rehearsal has it: another project, and the services that it has. */
  public Target rehearsedIn(ComposeProject other, List<String> services) {
    return new Target(
        other,
        database,
        server,
        volume,
        cluster,
        services.stream().filter(name -> !name.equals(server.service())).toList(),
        services,
        List.of(),
        uploads,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with other services that run now. */
  Target withRunning(List<String> services) {
    return with(cluster, services);
  }

  /** The same with its cluster as a version that knew no traits stored it. */
  Target beforeTraits() {
    return with(cluster.beforeTraits(), running);
  }

  private Target with(ClusterFacts made, List<String> services) {
    return new Target(
        project,
        database,
        server,
        volume,
        made,
        stopServices,
        services,
        warnings,
        uploads,
        outage,
        address);
  }

  /**
   * Returns whether nobody knows which services ran, or whether they exist: the project that has
   * the database does not run.
   */
  public boolean projectDown() {
    return outage.isPresent() && address.isEmpty();
  }

  /** Returns what depends on the kind of target that it is. */
  public TargetKind kind() {
    return TargetKind.of(volume);
  }

  /** Returns whether the old volume is there to go back to. */
  public boolean hasWayBack() {
    return outage.isEmpty() || !outage.get().volumeMissing();
  }
}
