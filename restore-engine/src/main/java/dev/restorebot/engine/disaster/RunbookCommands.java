package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the commands that make and fill the new volumes, for a person who has Docker and nothing
 * else. No secret is in them: what needs the password reads it in the container.
 */
final class RunbookCommands {
  private static final String SERVER = RunbookShell.SERVER;
  private static final String TOOL = RunbookShell.TOOL;
  private static final int PATIENCE_SECONDS = 120;
  private static final String UNPACK =
      "mkdir /tmp/all && tar -xpf - --numeric-owner -C /tmp/all && cp -a \"/tmp/all/$1/.\" /to";

  private final DisasterPlan plan;
  private final Target target;
  private final DatabaseServer server;
  private final RunbookShell shell;
  private final String psql;
  private final boolean folder;

  RunbookCommands(DisasterPlan plan) {
    this.plan = plan;
    this.target = plan.target();
    this.server = target.server();
    this.shell = new RunbookShell(plan);
    this.folder = target.volume().kind() == DataVolume.Kind.FOLDER;
    this.psql = shell.psql();
  }

  /**
   * Creates the new volume.
   *
   * @param roles the statements that create production's roles, without passwords, for when its
   *     server runs while the commands are written and not when they are used
   */
  List<String> createVolume(List<String> roles) {
    String old = target.volume().name();
    List<String> out = new ArrayList<>();
    if (target.hasWayBack()) {
      out.add("#    " + old + " is only read");
    }
    if (target.hasWayBack() && !folder) {
      out.add(ShellWords.command("docker", "volume", "inspect", old) + " >/dev/null");
    }
    if (!target.hasWayBack()) {
      out.add(
          "#    NO WAY BACK: the old " + target.volume().noun() + " " + old + " no longer exists");
    }
    if (folder) {
      out.add(shell.makeFolder(plan.newVolume()));
      out.add(shell.own(List.of(plan.newVolume() + ":/to"), "postgres", "700"));
    } else {
      out.addAll(shell.createVolume(plan.newVolume(), target.volume().key()));
    }
    RunbookRoles named = new RunbookRoles(plan, psql, roles);
    out.addAll(named.save());
    out.add(startServer());
    out.add(
        RunbookShell.until(
            psql + " -d postgres -c 'SELECT 1'",
            PATIENCE_SECONDS,
            "docker logs --tail 20 " + SERVER));
    out.addAll(named.create());
    out.addAll(
        List.of(
            psql + " -d postgres -v ON_ERROR_STOP=1 <<'END'",
            InitdbArguments.dropDatabase(target) + ";",
            InitdbArguments.createDatabase(target) + ";",
            "END"));
    out.addAll(asked("SHOW server_encoding", target.cluster().locale().encoding()));
    out.addAll(asked("SHOW data_checksums", target.cluster().checksums() ? "on" : "off"));
    return out;
  }

  private List<String> asked(String sql, String answer) {
    return RunbookShell.must(
        psql + " -d " + ShellWords.quote(target.database()) + " -Atc " + ShellWords.quote(sql),
        answer);
  }

  private String startServer() {
    List<String> run = RunbookShell.words("docker run -d --name " + SERVER + " --network none");
    for (String variable :
        List.of(
            "POSTGRES_HOST_AUTH_METHOD=trust",
            "POSTGRES_USER=" + target.cluster().superuser(),
            "POSTGRES_DB=postgres",
            "PGDATA=" + server.pgdata(),
            "POSTGRES_INITDB_ARGS=" + String.join(" ", InitdbArguments.of(target.cluster())))) {
      run.addAll(List.of("-e", variable));
    }
    run.addAll(List.of("-v", plan.newVolume() + ":" + server.dataMount()));
    return RunbookShell.line(run) + " " + shell.image();
  }

  List<String> restore() {
    return new RunbookBackup(plan).load(psql);
  }

  /** Fills the new volume of uploads. */
  List<String> unpackUploads(String volume) {
    UploadsVolume old = target.uploads().orElseThrow();
    UploadsFacts uploads = plan.backup().uploads().orElseThrow();
    List<String> out = new ArrayList<>(List.of("#    " + old.name() + " is only read"));
    out.addAll(shell.createVolume(volume, old.key()));
    out.add(
        RunbookBackup.unwrapped(uploads)
            + " | "
            + shell.run(
                "-i " + TOOL, List.of(volume + ":/to"), "-c", UNPACK, "sh", uploads.root()));
    out.add(
        shell.run(
            TOOL,
            List.of(old.name() + ":/from:ro", volume + ":/to"),
            Stream.concat(Stream.of("-c", VolumeScripts.OWN, "sh"), uploads.own().stream())
                .toArray(String[]::new)));
    out.addAll(
        RunbookShell.must(
            shell.run(TOOL, List.of(volume + ":/volume:ro"), "-c", VolumeScripts.COUNT, "sh"),
            uploads.files() + " files " + uploads.contentBytes() + " bytes"));
    return out;
  }

  List<String> verify() {
    Optional<String> owner = target.volume().owner();
    String hba = ShellWords.quote(server.pgdata() + "/pg_hba.conf");
    List<String> out =
        new ArrayList<>(
            List.of(
                "#    must list the application's tables",
                psql + " -d " + ShellWords.quote(target.database()) + " -c 'ANALYZE' -c '\\dt'",
                "#    Nobody may log in without a password, even if the old volume's files are"
                    + " gone",
                "docker exec --user postgres "
                    + SERVER
                    + " sed -i 's/^host all all all trust$/host all all all scram-sha-256/' "
                    + hba));
    out.addAll(
        RunbookShell.must(
            "(docker exec --user postgres "
                + SERVER
                + " grep -c '^host all all all trust' "
                + hba
                + " || true)",
            "0"));
    out.add("docker stop -t 600 " + SERVER);
    out.addAll(RunbookShell.must("docker inspect -f '{{.State.ExitCode}}' " + SERVER, "0"));
    out.add("docker rm " + SERVER);
    out.add("#    Production's own settings, then everything on the disk");
    out.addAll(
        RunbookShell.must(
            shell.run(
                owner.isEmpty() ? "--network none --user postgres --entrypoint sh" : TOOL,
                target.hasWayBack()
                    ? List.of(
                        target.volume().name() + ":/from:ro",
                        plan.newVolume() + ":" + server.dataMount())
                    : List.of(plan.newVolume() + ":" + server.dataMount()),
                "-c",
                VolumeScripts.FINISH,
                "sh",
                "/from" + VolumeScripts.below(server),
                server.pgdata(),
                server.dataMount()),
            "state shut down"));
    owner.ifPresent(
        each ->
            out.add(
                shell.run(
                    TOOL,
                    List.of(plan.newVolume() + ":/to"),
                    "-c",
                    VolumeScripts.HAND_OVER,
                    "sh",
                    each)));
    if (folder && target.hasWayBack()) {
      out.add(
          shell.own(
              List.of(target.volume().name() + ":/from:ro", plan.newVolume() + ":/to"), "", ""));
    }
    out.add("rm -f roles.sql");
    return out;
  }
}
