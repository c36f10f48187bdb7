package dev.restorebot.engine.disaster;

import dev.restorebot.engine.audit.CanonicalHash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The complete plan of a disaster restore, fixed before anybody approves it.
 *
 * @param id the disaster restore's id
 * @param createdAt when it was planned
 * @param backup what is restored
 * @param target what it is restored to
 * @param filesHash SHA-256 over the project's files, so that a change of them is noticed
 * @param options how it goes
 * @param newVolume the volume that will be made
 * @param safetyVolume the copy of the old volume, when one is to be made
 * @param overrideFile the Compose file of ours that names the new volume
 * @param restoreEstimate how long filling the volume takes, from earlier restores
 * @param warnings what a person should know before deciding
 * @param newUploadsVolume the volume of uploads that will be made, when an archive of them is
 *     restored
 * @param kept other volumes that an override file of an earlier restore names, and what it names
 *     them: ours replaces it and must go on saying so
 * @param definition identifies what the recreated services are made from, with included files and
 *     images, so that a change of it is noticed before anything stops
 * @param notes what else there was when it was planned: newer backups, who uses the database; not
 *     part of what is approved
 */
public record DisasterPlan(
    String id,
    Instant createdAt,
    BackupFacts backup,
    Target target,
    String filesHash,
    PlanOptions options,
    String newVolume,
    Optional<String> safetyVolume,
    Path overrideFile,
    Optional<Duration> restoreEstimate,
    List<String> warnings,
    Optional<String> newUploadsVolume,
    Map<String, String> kept,
    Optional<String> definition,
    List<String> notes) {
  /** The time for the swap, the start of the services and the checks, beside the restore. */
  private static final Duration SWAP = Duration.ofMinutes(1);

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);

  public DisasterPlan {
    warnings = List.copyOf(warnings);
    kept = kept == null ? Map.of() : Map.copyOf(kept); // plans of earlier versions have none
    definition = definition == null ? Optional.empty() : definition; // neither has this
    notes = notes == null ? List.of() : List.copyOf(notes); // nor these
  }

  /** Returns the same plan with the definition of the services that it recreates. */
  DisasterPlan withDefinition(Optional<String> hash) {
    return with(target, newVolume, safetyVolume, newUploadsVolume, hash, notes);
  }

  /** Returns the same plan with what there was when it was planned. */
  DisasterPlan withNotes(List<String> lines) {
    return with(target, newVolume, safetyVolume, newUploadsVolume, definition, lines);
  }

  /**
   * Returns the plan of a rehearsal: the same backup into volumes that are only made for it.
   *
   * @param volume the volume that is made for the database
   * @param uploads the volume that is made for the uploads, if the plan has some
   */
  public DisasterPlan rehearsed(String volume, String uploads) {
    return with(
        target, volume, Optional.empty(), newUploadsVolume.map(any -> uploads), definition, notes);
  }

  /** Returns the same plan for another target. */
  DisasterPlan with(Target other) {
    return with(other, newVolume, safetyVolume, newUploadsVolume, definition, notes);
  }

  private DisasterPlan with(
      Target other,
      String volume,
      Optional<String> copy,
      Optional<String> uploads,
      Optional<String> hash,
      List<String> lines) {
    return new DisasterPlan(
        id,
        createdAt,
        backup,
        other,
        filesHash,
        options,
        volume,
        copy,
        overrideFile,
        restoreEstimate,
        warnings,
        uploads,
        kept,
        hash,
        lines);
  }

  /**
   * Identifies what an approval is for, as a SHA-256. It changes when the backup's bytes, the
   * target, the project's files or the plan change, and not with time, free disk space or what
   * runs.
   */
  public String fingerprint() {
    DatabaseServer server = target.server();
    CanonicalHash hash =
        new CanonicalHash("restore-bot disaster plan 1")
            .add(id)
            .add(backup.file().toString())
            .add(backup.sha256())
            .add(target.project().name())
            .add(target.project().workingDir().toString())
            .add(target.project().files().stream().map(Path::toString).toList())
            .add(filesHash)
            .add(target.database())
            .add(server.service())
            .add(server.imageId())
            .add(server.command())
            .add(server.pgdata())
            .add(target.volume().name())
            .add(target.volume().key())
            .add(target.stopServices())
            .add(options.stop().name())
            .add(options.swap().name())
            .add(String.valueOf(options.safetyCopy()))
            .add(newVolume)
            .add(safetyVolume.stream().toList())
            .add(overrideFile.toString())
            .add(new TreeMap<>(kept));
    target.cluster().addTo(hash);
    definition.ifPresent(hash::add);
    backup.globals().ifPresent(file -> hash.add(file.file().toString()).add(file.sha256()));
    if (target.volume().kind() != DataVolume.Kind.NAMED) {
      hash.add(target.volume().kind().name()).add(server.dataMount());
    }
    if (target.volume().owner().isPresent()) {
      hash.add("owner").add(target.volume().owner().get());
    }
    target.address().ifPresent(address -> hash.add(address.text()).add(address.user()));
    if (!target.hasWayBack()) {
      hash.add("no way back");
    }
    if (!options.afterSwap().equals(AfterSwap.DEFAULT)) {
      hash.add(options.afterSwap().onFailedCheck().name())
          .add(options.afterSwap().start())
          .add(options.afterSwap().hold());
    }
    if (!options.services().inProject()) {
      options.services().addTo(hash);
    }
    if (newUploadsVolume.isPresent()) {
      UploadsFacts uploads = backup.uploads().orElseThrow();
      hash.add(newUploadsVolume.get())
          .add(uploads.file().toString())
          .add(uploads.sha256())
          .add(uploads.root());
      target.uploads().orElseThrow().addTo(hash);
    }
    return hash.hex();
  }

  /** The new volumes. */
  public List<String> newVolumes() {
    return Stream.concat(Stream.of(newVolume), newUploadsVolume.stream()).toList();
  }

  /** Returns the name that the old storage has after the swap. */
  public String oldStorage() {
    return target.kind().oldName(this);
  }

  /** Returns the name that the restored storage has after the swap. */
  public String newStorage() {
    return target.kind().newName(this);
  }

  /** Returns a time as names of storage have it. */
  public static String stamp(Instant at) {
    return STAMP.format(at);
  }

  static String oldBeside(String restored) {
    return restored.replaceFirst("_restored_(\\d{8}_\\d{6})$", "_before_$1");
  }

  /** Returns the name under which the database was restored that took that old one's place. */
  public static String restoredBeside(String old) {
    return old.replaceFirst("_before_(\\d{8}_\\d{6})$", "_restored_$1");
  }

  /** The services that a swap recreates, the database first. */
  List<String> recreatedServices() {
    return Stream.concat(Stream.of(target.server().service()), uploadsServices().stream()).toList();
  }

  /** The services beside the database that get the new volume of uploads. */
  List<String> uploadsServices() {
    return newUploadsVolume.isEmpty()
        ? List.of()
        : target.uploads().orElseThrow().services().stream()
            .filter(service -> !service.equals(target.server().service()))
            .toList();
  }

  /** Returns the time whose data is lost: everything written since the backup. */
  public Duration dataLoss(Instant now) {
    return Duration.between(backup.takenAt(), now);
  }

  /** Estimates the downtime of the services, if restores of this kind have been measured. */
  public Optional<Duration> downtime() {
    boolean servesMeanwhile = target.kind().servesMeanwhile() && target.stopServices().isEmpty();
    return servesMeanwhile || options.stop() == PlanOptions.Stop.BEFORE_SWAP
        ? Optional.of(SWAP)
        : restoreEstimate.map(SWAP::plus);
  }

  /** The steps in order, each with its undo. */
  List<Step> steps() {
    return Steps.of(this);
  }

  /**
   * A step for people.
   *
   * @param what what happens
   * @param undo how it is undone
   */
  public record StepText(String what, String undo) {}

  /** Returns the steps in order, for people. */
  public List<StepText> stepTexts() {
    return steps().stream().map(step -> new StepText(step.what(), step.undoing())).toList();
  }

  /** The states that carrying it out passes, in their order. */
  public List<DisasterState> states() {
    return steps().stream().map(Step::state).distinct().toList();
  }

  /** The whole plan as lines of plain text, without any chat's markup. */
  public List<String> lines(Instant now) {
    return PlanText.of(this, now);
  }

  /**
   * Returns what is restored, to where, and what is lost, a line each: {@link #lines} without the
   * title, a known downtime, the notes, the steps and the warnings.
   */
  public List<String> facts(Instant now) {
    return List.copyOf(PlanText.facts(this, now));
  }

  /** The plan as commands for a person, for the night when the bot is dead too. */
  public String asRunbook() {
    return asRunbook(List.of());
  }

  /**
   * The plan as commands for a person, which also work when production's server has died since.
   *
   * @param roles the statements that create its roles, without passwords
   */
  public String asRunbook(List<String> roles) {
    return Runbook.of(this, roles);
  }

  /** The commands for a swap by hand, once the new volumes are ready. */
  public String swapByHand() {
    return Runbook.ofSwapByHand(this);
  }

  /** Says how a person starts these services, as the end of a sentence. */
  public String startByHand(List<String> names) {
    return switch (options.services().kind()) {
      case COMPOSE ->
          "run in the project's folder: `docker compose start " + String.join(" ", names) + "`";
      case COMMANDS ->
          "run: "
              + options.services().commands().stream()
                  .filter(each -> names.contains(each.service()))
                  .map(each -> "`" + HostProgram.line(each.start()) + "`")
                  .collect(Collectors.joining(", "));
      case CHECKLIST -> "start them by hand";
    };
  }

  /** Says what a person does with the override file to go back. */
  String undoing(String file) {
    return target.volume().anonymous()
        ? "write " + target.volume().name() + " in place of " + newVolume + " in " + file
        : "delete " + file;
  }

  /** Returns the lines that the team has to put into its own files after the swap. */
  public String toCommit() {
    return target.kind().toCommit(this);
  }

  /** The lines of an override file that name the restored storage. */
  String toGoForward() {
    return naming(newVolume, newUploadsVolume);
  }

  /** The lines of an override file that name the old storage. */
  String toGoBack() {
    return naming(
        target.volume().name(), newUploadsVolume.map(any -> target.uploads().orElseThrow().name()));
  }

  private String naming(String storage, Optional<String> uploads) {
    DataVolume volume = target.volume();
    Map<String, String> volumes = new LinkedHashMap<>();
    if (volume.kind() != DataVolume.Kind.FOLDER) {
      volumes.put(volume.key(), storage);
    }
    uploads.ifPresent(name -> volumes.put(target.uploads().orElseThrow().key(), name));
    new TreeMap<>(kept).forEach(volumes::putIfAbsent);
    return (volume.kind() == DataVolume.Kind.NAMED
            ? ""
            : OverrideFile.mount(
                target.server().service(),
                volume.kind(),
                volume.kind() == DataVolume.Kind.FOLDER ? storage : volume.key(),
                target.server().dataMount()))
        + (volumes.isEmpty() ? "" : OverrideFile.declaration(volumes));
  }

  /** Returns the content of the override file. */
  public String override(String by, String reason) {
    return OverrideFile.MARK
        + ": disaster restore "
        + id
        + ".\n# Requested by "
        + oneLine(by)
        + ": "
        + oneLine(reason)
        + "\n# The database "
        + oneLine(target.database())
        + " is on the "
        + target.volume().noun()
        + " named here; before, it was on "
        + target.volume().name()
        + newUploadsVolume
            .map(
                any ->
                    ".\n# Its uploads are on the other volume named here; before, they were on "
                        + target.uploads().orElseThrow().name())
            .orElse("")
        + ".\n"
        + "# Without this file, the database returns to the old "
        + target.volume().noun()
        + " when it is next recreated.\n"
        + "# Commit the lines below to the project's own files, then delete this file.\n"
        + (target.hasWayBack()
            ? "# To undo: /restore rollback "
                + id
                + "; by hand: "
                + undoing("this file")
                + ", then\n#   "
                + new RunbookSwap(this).recreate()
                + "\n"
            : "# There is no way back: the old volume no longer exists.\n")
        + toCommit();
  }

  /** Nothing that a person typed may end a comment. */
  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
  }
}
