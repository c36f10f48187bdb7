package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan as a shell script for a person who has Docker and nothing else. It stops at the first
 * command that fails. No secret is in it: what needs the password reads it in the container.
 */
final class Runbook {
  private static final String FILL = "restore-by-hand";

  private Runbook() {}

  static String of(DisasterPlan plan) {
    Target target = plan.target();
    DatabaseServer server = target.server();
    ClusterFacts cluster = target.cluster();
    ComposeProject project = target.project();
    RunbookUploads uploads = new RunbookUploads(plan);
    String old = target.volume().name();
    List<String> out = new ArrayList<>();
    out.add("# Disaster restore of " + project.name() + " by hand, plan " + plan.id());
    out.add("# Backup " + plan.backup().name() + ", SHA-256 " + plan.backup().sha256());
    out.add("set -eu");
    out.add("cd " + ShellWords.quote(project.workingDir().toString()));
    out.add("");
    out.add("# 1. Check that this is the backup of the plan");
    BackupPlace.inRemote(plan.backup().file())
        .ifPresent(
            remote ->
                out.add(ShellWords.command("rclone", "copyto", remote, file(plan).toString())));
    out.add(
        ShellWords.command("echo", plan.backup().sha256() + "  " + file(plan)) + " | sha256sum -c");
    out.addAll(uploads.fetch());
    if (!target.stopServices().isEmpty()) {
      out.add("# 2. Stop what uses the database");
      out.add(compose(target, List.of("stop"), target.stopServices()));
    }
    out.add("# 3. A new volume with a server like the old one; " + old + " is only read");
    out.add(ShellWords.command("docker", "volume", "inspect", old) + " >/dev/null");
    out.add(
        ShellWords.command(
            "docker",
            "volume",
            "create",
            "--label",
            "dev.restore-bot.disaster.volume-key=" + target.volume().key(),
            "--label",
            "dev.restore-bot.disaster.project=" + project.name(),
            plan.newVolume()));
    out.add(
        "docker exec "
            + ShellWords.quote(server.container())
            + " pg_dumpall --roles-only -U "
            + ShellWords.quote(cluster.superuser())
            + " >roles.sql; chmod 600 roles.sql");
    out.add(
        ShellWords.command(
            "docker",
            "run",
            "-d",
            "--name",
            FILL,
            "--network",
            "none",
            "-e",
            "POSTGRES_HOST_AUTH_METHOD=trust",
            "-e",
            "POSTGRES_USER=" + cluster.superuser(),
            "-e",
            "POSTGRES_DB=postgres",
            "-e",
            "PGDATA=" + server.pgdata(),
            "-e",
            "POSTGRES_INITDB_ARGS=" + String.join(" ", InitdbArguments.of(cluster)),
            "-v",
            plan.newVolume() + ":" + server.dataMount(),
            server.imageId()));
    String psql =
        "docker exec -i "
            + FILL
            + " psql -X -h 127.0.0.1 -U "
            + ShellWords.quote(cluster.superuser());
    out.add("until " + psql + " -d postgres -c 'SELECT 1' >/dev/null 2>&1; do sleep 1; done");
    out.add(psql + " -d postgres <roles.sql   # 'already exists' is fine");
    out.add(
        psql
            + " -d postgres -v ON_ERROR_STOP=1 <<'END'\n"
            + InitdbArguments.dropDatabase(target)
            + ";\n"
            + InitdbArguments.createDatabase(target)
            + ";\nEND");
    out.add("# 4. Restore. A backup in custom format:");
    out.add(
        "docker exec -i "
            + FILL
            + " pg_restore --exit-on-error --no-password -U "
            + ShellWords.quote(cluster.superuser())
            + " -d "
            + ShellWords.quote(target.database())
            + " <"
            + ShellWords.quote(file(plan).toString()));
    out.add("#    (a .sql.gz instead: gunzip -c FILE | " + psql + " -v ON_ERROR_STOP=1 -d …)");
    out.add(psql + " -d " + ShellWords.quote(target.database()) + " -c 'ANALYZE' -c '\\dt'");
    out.add("# 5. Production's own settings, then everything on the disk");
    out.add("docker stop -t 600 " + FILL + " && docker rm " + FILL);
    out.add(
        ShellWords.command(
            "docker",
            "run",
            "--rm",
            "--network",
            "none",
            "--user",
            "postgres",
            "--entrypoint",
            "sh",
            "-v",
            old + ":/from:ro",
            "-v",
            plan.newVolume() + ":" + server.dataMount(),
            server.imageId(),
            "-c",
            VolumeScripts.FINISH,
            "sh",
            "/from" + VolumeScripts.below(server),
            server.pgdata(),
            server.dataMount()));
    out.addAll(uploads.fill());
    out.add("# 6. Stop the database, name the new volume, recreate");
    out.add(compose(target, List.of("stop"), List.of(server.service())));
    plan.safetyVolume()
        .ifPresent(
            copy -> {
              out.add(ShellWords.command("docker", "volume", "create", copy));
              out.add(
                  ShellWords.command(
                      "docker",
                      "run",
                      "--rm",
                      "--network",
                      "none",
                      "--user",
                      "0",
                      "--entrypoint",
                      "cp",
                      "-v",
                      old + ":/from:ro",
                      "-v",
                      copy + ":/to",
                      server.imageId(),
                      "-a",
                      "/from/.",
                      "/to"));
            });
    String file = ShellWords.quote(plan.overrideFile().toString());
    out.add("cat >" + file + " <<'END'\n" + plan.override("a person", "by hand") + "END");
    out.add(
        project.shell(
            List.of(plan.overrideFile()),
            "up",
            "-d",
            "--no-deps",
            "--no-build",
            "--force-recreate",
            server.service()));
    out.addAll(uploads.swap());
    out.add("# The volume that is mounted; it must be " + plan.newVolume());
    out.add(
        "docker inspect -f '{{range .Mounts}}{{println .Name .Destination}}{{end}}' "
            + "\"$("
            + project.shell(List.of(plan.overrideFile()), "ps", "-q", server.service())
            + ")\"");
    out.add("# 7. Start the services, check the application");
    out.add(compose(target, List.of("start"), target.stopServices()));
    out.add("# To roll back: rm " + file + " (or put it back as it was), then");
    out.add(
        "#   "
            + project.shell(
                List.of(),
                Stream.concat(
                        Stream.of("up", "-d", "--no-deps", "--force-recreate", server.service()),
                        plan.uploadsServices().stream())
                    .toArray(String[]::new)));
    out.add("# To commit to the project's own files:");
    plan.toCommit().lines().forEach(line -> out.add("#   " + line));
    return String.join("\n", out) + "\n";
  }

  private static String compose(Target target, List<String> verb, List<String> services) {
    List<String> words = new ArrayList<>(verb);
    words.addAll(services);
    return target.project().shell(List.of(), words.toArray(String[]::new));
  }

  /** Where the backup lies when the first step is done. */
  private static Path file(DisasterPlan plan) {
    Path file = plan.backup().file();
    return BackupPlace.inRemote(file).isPresent()
        ? Path.of("/var/tmp", plan.backup().name())
        : file;
  }
}
