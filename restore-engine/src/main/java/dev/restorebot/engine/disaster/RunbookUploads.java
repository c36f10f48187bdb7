package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of a runbook that restores uploads; nothing for a plan without them. */
final class RunbookUploads {
  private static final String UNPACK =
      "mkdir /tmp/all && tar -xpf - --numeric-owner -C /tmp/all && cp -a \"/tmp/all/$1/.\" /to";

  private final DisasterPlan plan;

  RunbookUploads(DisasterPlan plan) {
    this.plan = plan;
  }

  /** Fetches the archive, if need be, and compares it with the one that was planned for. */
  List<String> fetch() {
    List<String> out = new ArrayList<>();
    if (plan.newUploadsVolume().isPresent()) {
      UploadsFacts uploads = plan.backup().uploads().orElseThrow();
      BackupPlace.inRemote(uploads.file())
          .ifPresent(
              remote -> out.add(ShellWords.command("rclone", "copyto", remote, file(uploads))));
      out.add(
          ShellWords.command("echo", uploads.sha256() + "  " + file(uploads)) + " | sha256sum -c");
    }
    return out;
  }

  /** Fills the new volume. */
  List<String> fill() {
    if (plan.newUploadsVolume().isEmpty()) {
      return List.of();
    }
    String volume = plan.newUploadsVolume().get();
    UploadsVolume old = plan.target().uploads().orElseThrow();
    UploadsFacts uploads = plan.backup().uploads().orElseThrow();
    List<String> out = new ArrayList<>();
    out.add("#    Uploads: a new volume too; " + old.name() + " is only read");
    out.add(
        ShellWords.command(
            "docker",
            "volume",
            "create",
            "--label",
            "dev.restore-bot.disaster.volume-key=" + old.key(),
            "--label",
            "dev.restore-bot.disaster.project=" + plan.target().project().name(),
            volume));
    out.add(
        unpacked(uploads)
            + " | "
            + tool(List.of("-i"), List.of(volume + ":/to"), UNPACK, List.of(uploads.root())));
    out.add(
        tool(
            List.of(),
            List.of(old.name() + ":/from:ro", volume + ":/to"),
            VolumeScripts.OWN,
            uploads.own()));
    out.add("#    must be: " + uploads.files() + " files " + uploads.contentBytes() + " bytes");
    out.add(tool(List.of(), List.of(volume + ":/volume:ro"), VolumeScripts.COUNT, List.of()));
    return out;
  }

  /** Gives the services that have the uploads new containers, not started. */
  List<String> swap() {
    List<String> services = plan.uploadsServices();
    if (services.isEmpty()) {
      return List.of();
    }
    List<String> words =
        new ArrayList<>(List.of("up", "--no-start", "--no-deps", "--no-build", "--force-recreate"));
    words.addAll(services);
    return List.of(
        plan.target().project().shell(List.of(plan.overrideFile()), words.toArray(String[]::new)));
  }

  private String tool(
      List<String> options, List<String> volumes, String script, List<String> parameters) {
    List<String> words = new ArrayList<>(List.of("docker", "run", "--rm"));
    words.addAll(options);
    words.addAll(List.of("--network", "none", "--user", "0", "--entrypoint", "sh"));
    volumes.forEach(volume -> words.addAll(List.of("-v", volume)));
    words.addAll(List.of(plan.target().server().imageId(), "-c", script, "sh"));
    words.addAll(parameters);
    return ShellWords.command(words.toArray(String[]::new));
  }

  private static String unpacked(UploadsFacts uploads) {
    String file = ShellWords.quote(file(uploads));
    return uploads.name().endsWith(".enc")
        ? "openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass env:BACKUP_ENCRYPTION_KEY -in "
            + file
            + " | gunzip -c"
        : (uploads.name().endsWith(".tar") ? "cat " : "gunzip -c ") + file;
  }

  private static String file(UploadsFacts uploads) {
    return BackupPlace.inRemote(uploads.file()).isPresent()
        ? Path.of("/var/tmp", uploads.name()).toString()
        : uploads.file().toString();
  }
}
