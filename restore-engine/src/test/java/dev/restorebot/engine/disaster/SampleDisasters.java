package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.DatabaseLocale;
import dev.restorebot.engine.state.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Disaster restores of a production that there is not. */
public final class SampleDisasters {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final DatabaseLocale LOCALE = new DatabaseLocale("UTF8", "C", "C");

  private SampleDisasters() {}

  /** One that waits for approval. */
  public static Disaster asked(String id, String project) {
    return asked(id, project, PlanOptions.DEFAULT);
  }

  /** The same after it was undone. */
  public static Disaster undone(Disaster disaster, DisasterState ending) {
    return disaster
        .rollingBack(ending, Optional.empty(), disaster.changedAt())
        .become(ending, disaster.changedAt());
  }

  /** One that stopped the service api, in a later state. */
  public static Disaster stopped(String id, String project, Instant since, DisasterState state) {
    Disaster asked = asked(id, project);
    Disaster.Done done = asked.progress().withRan(List.of("api")).withStop(since);
    return new Disaster(
        id,
        state,
        asked.requestedBy(),
        asked.reason(),
        asked.origin(),
        asked.approval(),
        asked.settings(),
        asked.plan(),
        done,
        Optional.empty(),
        List.of(),
        since,
        0);
  }

  /** One that is DONE, whose database is on the new volume. */
  public static Disaster swapped(String id, String project, Instant at) {
    Disaster asked = asked(id, project);
    return new Disaster(
        id,
        DisasterState.DONE,
        asked.requestedBy(),
        asked.reason(),
        asked.origin(),
        asked.approval(),
        asked.settings(),
        asked.plan(),
        asked.progress().withSwap(Optional.empty()),
        Optional.empty(),
        List.of(),
        at,
        0);
  }

  static Disaster asked(String id, String project, PlanOptions options) {
    return asked(id, project, options, List.of("api"), Optional.empty());
  }

  /** One that has no services to stop. */
  static Disaster withoutServices(String id, String project, PlanOptions options) {
    return asked(id, project, options, List.of(), Optional.empty());
  }

  /** One that restores uploads too. */
  static Disaster withUploads(String id, String project, PlanOptions options) {
    return asked(
        id,
        project,
        options,
        List.of("api"),
        Optional.of(
            new UploadsFacts(
                Path.of("/b/zenops_uploads_2026-11-24_11-00-00.tar.gz"),
                9,
                "cd".repeat(32),
                NOON,
                "",
                3,
                33,
                Optional.empty(),
                "valuations")));
  }

  private static Disaster asked(
      String id,
      String project,
      PlanOptions options,
      List<String> services,
      Optional<UploadsFacts> uploads) {
    Target target =
        new Target(
            new ComposeProject(
                project,
                Path.of("/srv/app"),
                List.of(Path.of("/srv/app/compose.yaml")),
                List.of(),
                List.of()),
            "zenops",
            new DatabaseServer(
                "db",
                "zenops-db-1",
                "postgres:15-alpine",
                "sha256:0",
                List.of("postgres"),
                ContainerEnvironment.of(List.of("POSTGRES_PASSWORD=hunter2")),
                "/var/lib/postgresql/data",
                "/var/lib/postgresql/data",
                List.of("zenops_default")),
            new DataVolume("zenops_postgres_data", "postgres_data", 1, 2, DataVolume.Kind.NAMED),
            new ClusterFacts(
                "15.18",
                "zenops",
                "zenops",
                LOCALE,
                Optional.empty(),
                LOCALE,
                true,
                16,
                "",
                List.of(),
                DatabaseTraits.NONE),
            services,
            List.of("api", "db"),
            List.of(),
            uploads.map(
                any ->
                    new UploadsVolume(
                        "zenops_uploads",
                        "uploads",
                        List.of(new UploadsVolume.Mount("api", "/app/uploads")))),
            Optional.empty(),
            Optional.empty());
    DisasterPlan plan =
        new DisasterPlan(
            id,
            NOON,
            new BackupFacts(
                Path.of("/b/a.dump"),
                7,
                "ab".repeat(32),
                NOON,
                Optional.empty(),
                uploads,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            target,
            "files",
            options,
            "zenops_postgres_data_restored_20261124_120000",
            options.safetyCopy()
                ? Optional.of("zenops_postgres_data_before_20261124_120000")
                : Optional.empty(),
            Path.of("/srv/app/compose.override.yaml"),
            Optional.of(Duration.ofMinutes(3)),
            List.of(),
            uploads.map(any -> "zenops_uploads_restored_20261124_120000"),
            Map.of(),
            Optional.empty(),
            List.of());
    return Disaster.requested(
        new Actor("slack:U1", "Asha"),
        "the volume is damaged",
        "slack\nC1\nthread",
        "request",
        TargetSettings.ofCompose(
            project,
            "db",
            "zenops",
            List.of("api"),
            Optional.empty(),
            Optional.empty(),
            ProjectPlace.UNKNOWN),
        plan);
  }

  /** The same plan with that override file. */
  static DisasterPlan withOverride(DisasterPlan plan, Path file) {
    return new DisasterPlan(
        plan.id(),
        plan.createdAt(),
        plan.backup(),
        plan.target(),
        plan.filesHash(),
        plan.options(),
        plan.newVolume(),
        plan.safetyVolume(),
        file,
        plan.restoreEstimate(),
        plan.warnings(),
        plan.newUploadsVolume(),
        plan.kept(),
        plan.definition(),
        plan.notes());
  }

  /** The same for a server that does not run. */
  public static Disaster during(Outage outage, Disaster asked) {
    DisasterPlan plan = asked.plan();
    Target was = plan.target();
    Target target =
        new Target(
            was.project(),
            was.database(),
            was.server(),
            was.volume(),
            was.cluster(),
            was.stopServices(),
            was.running(),
            was.warnings(),
            was.uploads(),
            Optional.of(outage),
            Optional.empty());
    return Disaster.requested(
        asked.requestedBy(),
        asked.reason(),
        asked.origin(),
        asked.approval(),
        asked.settings(),
        new DisasterPlan(
            plan.id(),
            plan.createdAt(),
            plan.backup(),
            target,
            plan.filesHash(),
            plan.options(),
            plan.newVolume(),
            plan.safetyVolume(),
            plan.overrideFile(),
            plan.restoreEstimate(),
            plan.warnings(),
            plan.newUploadsVolume(),
            plan.kept(),
            plan.definition(),
            plan.notes()));
  }

  /** The same plan for another backup file. */
  static DisasterPlan of(DisasterPlan plan, String backup) {
    BackupFacts was = plan.backup();
    return new DisasterPlan(
        plan.id(),
        plan.createdAt(),
        new BackupFacts(
            Path.of(backup),
            was.bytes(),
            was.sha256(),
            was.takenAt(),
            was.testedAt(),
            was.uploads(),
            was.dumped(),
            was.failed(),
            was.database(),
            was.globals()),
        plan.target(),
        plan.filesHash(),
        plan.options(),
        plan.newVolume(),
        plan.safetyVolume(),
        plan.overrideFile(),
        plan.restoreEstimate(),
        plan.warnings(),
        plan.newUploadsVolume(),
        plan.kept(),
        plan.definition(),
        List.of());
  }

  /** Production's server does not run, and was last looked at 14 hours before noon. */
  public static Outage outage(boolean volumeMissing) {
    return new Outage(
        "The service db has no container.",
        volumeMissing,
        List.of(
            FactSource.remembered("Roles and passwords", NOON.minus(Duration.ofHours(14))),
            FactSource.now("Image, command and volume", "the project's Compose files")),
        List.of("CREATE ROLE reporter;", "ALTER ROLE reporter WITH LOGIN;"),
        List.of("reporter"));
  }
}
