package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the commands of a plan's steps for a person who has Docker and nothing else. No secret is
 * in them: what needs the password reads it in the container.
 */
final class RunbookCommands {
  private static final String SERVER = "restore-by-hand";
  private static final String TOOL = "--network none --user 0 --entrypoint sh";
  private static final String UNPACK =
      "mkdir /tmp/all && tar -xpf - --numeric-owner -C /tmp/all && cp -a \"/tmp/all/$1/.\" /to";

  private final DisasterPlan plan;
  private final Target target;
  private final DatabaseServer server;
  private final String superuser;
  private final String psql;
  private final boolean folder;

  RunbookCommands(DisasterPlan plan) {
    this.plan = plan;
    this.target = plan.target();
    this.server = target.server();
    this.superuser = ShellWords.quote(target.cluster().superuser());
    this.folder = target.volume().kind() == DataVolume.Kind.FOLDER;
    this.psql = "docker exec -i " + SERVER + " psql -X -h 127.0.0.1 -U " + superuser;
  }

  /**
   * Names the backup once, in a variable: the printout then serves for a newer one too, whose
   * SHA-256 a person may give.
   */
  List<String> backup() {
    String planned = ShellWords.quote(local(plan.backup().file()));
    return List.of(
        "# For another backup, such as the newest: BACKUP=/path/to/the.dump sh FILE",
        "# To check its SHA-256 too: SHA256=… BACKUP=/path/to/the.dump sh FILE",
        "[ -n \"${BACKUP:-}\" ] || BACKUP=" + planned,
        "if [ \"$BACKUP\" = " + planned + " ]; then SHA256=" + plan.backup().sha256() + "; fi");
  }

  List<String> check() {
    List<String> out = new ArrayList<>();
    Path file = plan.backup().file();
    BackupPlace.inRemote(file)
        .ifPresent(
            remote ->
                out.add(
                    "[ -e \"$BACKUP\" ] || "
                        + ShellWords.command("rclone", "copyto", remote, local(file))));
    out.add(
        "if [ -n \"${SHA256:-}\" ]; then echo \"$SHA256  $BACKUP\" | sha256sum -c; else ls -l"
            + " \"$BACKUP\"; fi");
    if (plan.newUploadsVolume().isPresent()) {
      UploadsFacts uploads = plan.backup().uploads().orElseThrow();
      out.addAll(check(uploads.file(), uploads.sha256()));
    }
    return out;
  }

  private static List<String> check(Path file, String sha256) {
    List<String> out = new ArrayList<>();
    BackupPlace.inRemote(file)
        .ifPresent(remote -> out.add(ShellWords.command("rclone", "copyto", remote, local(file))));
    out.add(ShellWords.command("echo", sha256 + "  " + local(file)) + " | sha256sum -c");
    return out;
  }

  List<String> stopServices() {
    return List.of(compose(List.of(), "stop", target.stopServices()));
  }

  List<String> createVolume() {
    if (target.volume().isDatabase()) {
      return new DatabaseCommands(plan).create();
    }
    String old = target.volume().name();
    List<String> run = words("docker run -d --name " + SERVER + " --network none");
    for (String variable :
        List.of(
            "POSTGRES_HOST_AUTH_METHOD=trust",
            "POSTGRES_USER=" + target.cluster().superuser(),
            "POSTGRES_DB=postgres",
            "PGDATA=" + server.pgdata(),
            "POSTGRES_INITDB_ARGS=" + String.join(" ", InitdbArguments.of(target.cluster())))) {
      run.addAll(List.of("-e", variable));
    }
    run.addAll(List.of("-v", plan.newVolume() + ":" + server.dataMount(), server.imageId()));
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
    out.add(
        folder
            ? makeFolder(plan.newVolume())
            : createVolume(plan.newVolume(), target.volume().key()));
    if (folder) {
      out.add(own(List.of(plan.newVolume() + ":/to"), "postgres", "700"));
    }
    RunbookRoles roles = new RunbookRoles(plan, psql);
    out.addAll(roles.save());
    out.add(command(run));
    out.add("until " + psql + " -d postgres -c 'SELECT 1' >/dev/null 2>&1; do sleep 1; done");
    out.addAll(roles.create());
    out.addAll(
        List.of(
            psql + " -d postgres -v ON_ERROR_STOP=1 <<'END'",
            InitdbArguments.dropDatabase(target) + ";",
            InitdbArguments.createDatabase(target) + ";",
            "END"));
    return out;
  }

  List<String> restore() {
    if (target.volume().isDatabase()) {
      return new DatabaseCommands(plan).restore();
    }
    return List.of(
        "#    A backup in custom format:",
        "docker exec -i "
            + SERVER
            + " pg_restore --exit-on-error --no-password -U "
            + superuser
            + " -d "
            + ShellWords.quote(target.database())
            + " <\"$BACKUP\"",
        "#    (a .sql.gz instead: gunzip -c \"$BACKUP\" | " + psql + " -v ON_ERROR_STOP=1 -d …)");
  }

  /** Fills the new volume of uploads. */
  List<String> unpackUploads(String volume) {
    UploadsVolume old = target.uploads().orElseThrow();
    UploadsFacts uploads = plan.backup().uploads().orElseThrow();
    return List.of(
        "#    " + old.name() + " is only read",
        createVolume(volume, old.key()),
        unwrapped(uploads)
            + " | "
            + run("-i " + TOOL, List.of(volume + ":/to"), "-c", UNPACK, "sh", uploads.root()),
        run(
            TOOL,
            List.of(old.name() + ":/from:ro", volume + ":/to"),
            Stream.concat(Stream.of("-c", VolumeScripts.OWN, "sh"), uploads.own().stream())
                .toArray(String[]::new)),
        "#    must be: " + uploads.files() + " files " + uploads.contentBytes() + " bytes",
        run(TOOL, List.of(volume + ":/volume:ro"), "-c", VolumeScripts.COUNT, "sh"));
  }

  private static String unwrapped(UploadsFacts uploads) {
    String file = ShellWords.quote(local(uploads.file()));
    String name = uploads.name();
    if (!BackupNames.looksEncrypted(name)) {
      return (name.endsWith(".tar") ? "cat " : "gunzip -c ") + file;
    }
    return decrypt(name) + file + (name.matches(".*\\.tar\\.\\w+") ? "" : " | gunzip -c");
  }

  /** The command that decrypts a file of that name, without the file. */
  private static String decrypt(String name) {
    if (name.endsWith(".enc")) {
      return "openssl enc -d -aes-256-cbc -pbkdf2 -iter 200000 -pass env:BACKUP_ENCRYPTION_KEY -in"
          + " ";
    }
    return name.endsWith(".age")
        ? "age --decrypt --identity \"$AGE_IDENTITY_FILE\" "
        : "gpg --decrypt ";
  }

  List<String> verify() {
    if (target.volume().isDatabase()) {
      return new DatabaseCommands(plan).verify();
    }
    List<String> out =
        new ArrayList<>(
            List.of(
                psql + " -d " + ShellWords.quote(target.database()) + " -c 'ANALYZE' -c '\\dt'",
                "#    Nobody may log in without a password, even if the old volume's files are"
                    + " gone",
                "docker exec --user postgres "
                    + SERVER
                    + " sed -i 's/^host all all all trust$/host all all all scram-sha-256/' "
                    + ShellWords.quote(server.pgdata() + "/pg_hba.conf"),
                "#    Production's own settings, then everything on the disk",
                "docker stop -t 600 " + SERVER + " && docker rm " + SERVER,
                run(
                    "--network none --user postgres --entrypoint sh",
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
                    server.dataMount())));
    if (folder && target.hasWayBack()) {
      out.add(
          own(List.of(target.volume().name() + ":/from:ro", plan.newVolume() + ":/to"), "", ""));
    }
    return out;
  }

  List<String> stopDatabase() {
    return List.of(compose(List.of(), "stop", List.of(server.service())));
  }

  List<String> safetyCopy(String copy) {
    return List.of(
        folder ? makeFolder(copy) : ShellWords.command("docker", "volume", "create", copy),
        run(
            "--network none --user 0 --entrypoint cp",
            List.of(target.volume().name() + ":/from:ro", copy + ":/to"),
            "-a",
            "/from/.",
            "/to"));
  }

  List<String> swap() {
    List<Path> ours = List.of(plan.overrideFile());
    List<String> database = List.of(server.service());
    List<String> out = new ArrayList<>();
    out.add("cat >" + ShellWords.quote(plan.overrideFile().toString()) + " <<'END'");
    out.add(plan.override("a person", "by hand") + "END");
    out.add(compose(ours, "up -d --no-deps --no-build --force-recreate", database));
    if (!plan.uploadsServices().isEmpty()) {
      // They start when everything is in place.
      out.add(
          compose(
              ours, "up --no-start --no-deps --no-build --force-recreate", plan.uploadsServices()));
    }
    out.add(
        "#    The " + target.volume().noun() + " that is mounted; it must be " + plan.newVolume());
    out.add(
        "docker inspect -f '{{range .Mounts}}{{println "
            + (folder ? ".Source" : ".Name")
            + " .Destination}}{{end}}' \"$("
            + compose(ours, "ps -q", database)
            + ")\"");
    return out;
  }

  List<String> startServices() {
    List<String> stopped = target.stopServices();
    AfterSwap after = plan.options().afterSwap();
    List<String> starts = after.starts(stopped, stopped);
    List<String> held = after.held(stopped, stopped);
    List<String> out = new ArrayList<>();
    if (!starts.isEmpty()) {
      out.add(start(starts));
    }
    if (!held.isEmpty()) {
      out.add("#    When people have checked the data: " + start(held));
    }
    return out;
  }

  private String start(List<String> services) {
    return target.outage().isPresent()
        ? compose(List.of(plan.overrideFile()), "up -d --no-deps --no-build", services)
        : compose(List.of(), "start", services);
  }

  /** Recreates what the swap recreated; on the old volume when the override file is as before. */
  String recreate() {
    return compose(List.of(), "up -d --no-deps --force-recreate", plan.recreatedServices());
  }

  /** A folder beside production's, made where Docker sees the machine's folders. */
  private String makeFolder(String path) {
    return run(
        TOOL,
        List.of(Path.of(path).getParent() + ":/parent"),
        "-c",
        "mkdir \"/parent/$1\"",
        "sh",
        String.valueOf(Path.of(path).getFileName()));
  }

  private String own(List<String> volumes, String owner, String mode) {
    return run(TOOL, volumes, "-c", VolumeScripts.OWN, "sh", owner, mode);
  }

  private String createVolume(String volume, String key) {
    return ShellWords.command(
        "docker",
        "volume",
        "create",
        "--label",
        "dev.restore-bot.disaster.volume-key=" + key,
        "--label",
        "dev.restore-bot.disaster.project=" + target.project().name(),
        volume);
  }

  /** A container of production's image that ends with what it does. */
  private String run(String options, List<String> volumes, String... arguments) {
    List<String> words = words("docker run --rm " + options);
    volumes.forEach(volume -> words.addAll(List.of("-v", volume)));
    words.add(server.imageId());
    words.addAll(List.of(arguments));
    return command(words);
  }

  private String compose(List<Path> moreFiles, String subcommand, List<String> services) {
    List<String> words = words(subcommand);
    words.addAll(services);
    return target.project().shell(moreFiles, words.toArray(String[]::new));
  }

  private static String command(List<String> words) {
    return ShellWords.command(words.toArray(String[]::new));
  }

  private static List<String> words(String plain) {
    return new ArrayList<>(List.of(plain.split(" ")));
  }

  /** The path of a file once it was fetched. */
  private static String local(Path file) {
    return BackupPlace.inRemote(file).isPresent()
        ? Path.of("/var/tmp", String.valueOf(file.getFileName())).toString()
        : file.toString();
  }
}
