package dev.restorebot.engine.disaster;

import dev.restorebot.engine.backup.BackupPlace;
import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes single commands of a runbook. A command ends with an error when a check of it fails. */
record RunbookShell(DisasterPlan plan) {
  /** The container that fills the new volume. */
  static final String SERVER = "restore-by-hand";

  static final String TOOL = "--network none --user 0 --entrypoint sh";

  /** The command that runs psql in the server that fills the new volume. */
  String psql() {
    return "docker exec -i "
        + SERVER
        + " psql -X -h 127.0.0.1 -U "
        + ShellWords.quote(plan.target().cluster().superuser());
  }

  /**
   * A command and a comment with the line that it must print. The script ends when it does not: the
   * last command of a pipe decides.
   */
  static List<String> must(String command, String line) {
    return List.of(
        "#    must print: " + line, command + " | grep -Fx -- " + ShellWords.quote(line));
  }

  /** Repeats a command each second until it succeeds, at most that many times. */
  static String until(String command, int times, String otherwise) {
    return "n="
        + times
        + "; until "
        + command
        + " >/dev/null 2>&1; do n=$((n - 1)); [ $n -gt 0 ] || { "
        + otherwise
        + " >&2; false; }; sleep 1; done";
  }

  /** A container of production's image that ends with what it does. */
  String run(String options, List<String> volumes, String... arguments) {
    List<String> words = words("docker run --rm " + options);
    volumes.forEach(volume -> words.addAll(List.of("-v", volume)));
    return line(words) + " " + image() + " " + line(Arrays.asList(arguments));
  }

  /** The image by its id; on a machine that has not that one, the script sets another. */
  String image() {
    return "\"${IMAGE:-" + plan.target().server().imageId() + "}\"";
  }

  String compose(List<Path> moreFiles, String subcommand, List<String> services) {
    List<String> words = words(subcommand);
    words.addAll(services);
    return plan.target().project().shell(moreFiles, words.toArray(String[]::new));
  }

  /** Checks that none of these services runs. */
  List<String> stopped(List<String> services) {
    return must(
        compose(List.of(), "ps -q --status running", services) + " | wc -l | tr -d ' '", "0");
  }

  /**
   * Stops when the volume or folder is there already. Docker would take such a volume, with all
   * that is in it, and after an earlier use of the same file that is production's.
   */
  String unused(String storage) {
    String name = ShellWords.quote(storage);
    boolean folder = DataVolume.isFolder(storage);
    return "if "
        + (folder ? "[ -e " + name + " ]" : "docker volume inspect " + name + " >/dev/null 2>&1")
        + "; then echo 'STOP: "
        + storage
        + " is there already, so this file was used before. If it stopped halfway and no service"
        + " uses it: docker rm -f "
        + SERVER
        + "; "
        + (folder ? "rm -rf " : "docker volume rm ")
        + storage
        + "' >&2; false; fi";
  }

  /** A new volume. */
  List<String> createVolume(String volume, String key) {
    return List.of(
        unused(volume),
        ShellWords.command(
            "docker",
            "volume",
            "create",
            "--label",
            "dev.restore-bot.disaster.volume-key=" + key,
            "--label",
            "dev.restore-bot.disaster.project=" + plan.target().project().name(),
            volume));
  }

  /** A folder beside production's, made where Docker sees the machine's folders. */
  String makeFolder(String path) {
    return run(
        TOOL,
        List.of(Path.of(path).getParent() + ":/parent"),
        "-c",
        "mkdir \"/parent/$1\"",
        "sh",
        String.valueOf(Path.of(path).getFileName()));
  }

  String own(List<String> volumes, String owner, String mode) {
    return run(TOOL, volumes, "-c", VolumeScripts.OWN, "sh", owner, mode);
  }

  /** The path of a file once it was fetched. */
  static Path local(Path file) {
    return BackupPlace.inRemote(file).isPresent()
        ? Path.of("/var/tmp", String.valueOf(file.getFileName()))
        : file;
  }

  static String line(List<String> words) {
    return ShellWords.command(words.toArray(String[]::new));
  }

  static List<String> words(String plain) {
    return new ArrayList<>(List.of(plain.split(" ")));
  }
}
