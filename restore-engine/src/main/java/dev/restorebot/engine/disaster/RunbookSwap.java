package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes the commands that stop and start services and put the new volumes in place. */
record RunbookSwap(DisasterPlan plan) {
  private static final int PATIENCE_SECONDS = 60;
  private static final String SAME =
      "cp -a /from/. /to && [ \"$(cd /from && find . | wc -l)\" = \"$(cd /to && find . | wc -l)\" ]"
          + " && echo same";

  List<String> stopServices() {
    List<String> names = plan.target().stopServices();
    return switch (services().kind()) {
      case COMPOSE -> stop(names);
      case COMMANDS -> programs(names, ServiceSettings.Commands::stop);
      case CHECKLIST -> List.of(byHand("Stop", names));
    };
  }

  /** Asks whoever runs the file at a terminal; nothing of production has changed until then. */
  List<String> ask() {
    List<String> names = plan.target().stopServices();
    String again =
        names.isEmpty()
            ? ""
            : " Start the services again: "
                + (services().byHand() ? "by hand" : String.join("; ", start(names)));
    return List.of(
        "if [ -t 0 ]; then printf 'The backup is restored. Swap now? Type yes: '; read -r go;"
            + " [ \"$go\" = yes ] || { echo "
            + ShellWords.quote("STOPPED." + again)
            + " >&2; false; }; fi");
  }

  List<String> stopDatabase() {
    return stop(List.of(plan.target().server().service()));
  }

  private List<String> stop(List<String> names) {
    List<String> out = new ArrayList<>(List.of(compose(List.of(), "stop", names)));
    out.addAll(shell().stopped(names));
    return out;
  }

  List<String> safetyCopy(String copy) {
    List<String> out = new ArrayList<>();
    if (isFolder()) {
      out.add(shell().makeFolder(copy));
    } else {
      out.addAll(shell().createVolume(copy, plan.target().volume().key()));
    }
    out.addAll(
        RunbookShell.must(
            shell()
                .run(
                    RunbookShell.TOOL,
                    List.of(plan.target().volume().name() + ":/from:ro", copy + ":/to"),
                    "-c",
                    SAME),
            "same"));
    return out;
  }

  List<String> swap() {
    List<Path> ours = List.of(plan.overrideFile());
    DatabaseServer server = plan.target().server();
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
        "#    The "
            + plan.target().volume().noun()
            + " that is mounted; it must be "
            + plan.newVolume());
    out.addAll(
        RunbookShell.must(
            "docker inspect -f '{{range .Mounts}}{{println "
                + (isFolder() ? ".Source" : ".Name")
                + " .Destination}}{{end}}' \"$("
                + compose(ours, "ps -q", database)
                + ")\"",
            plan.newVolume() + " " + server.dataMount()));
    return out;
  }

  List<String> startServices() {
    List<String> stopped = plan.target().stopServices();
    AfterSwap after = plan.options().afterSwap();
    List<String> starts = after.starts(stopped, stopped);
    List<String> held = after.held(stopped, stopped);
    List<String> out = new ArrayList<>();
    if (!starts.isEmpty()) {
      out.addAll(start(starts));
    }
    if (!held.isEmpty()) {
      start(held).forEach(line -> out.add("#    When people have checked the data: " + line));
    }
    return out;
  }

  /** Waits until the database answers with the restored tables, and shows what runs. */
  List<String> check() {
    List<Path> ours = List.of(plan.overrideFile());
    String service = plan.target().server().service();
    String psql =
        compose(ours, "exec -T", List.of(service))
            + " sh -c 'PGPASSWORD=\"${POSTGRES_PASSWORD:-$(cat"
            + " \"${POSTGRES_PASSWORD_FILE:-/dev/null}\")}\" psql -X -w -U \"$1\" -d \"$2\" -Atc"
            + " \"SELECT count(*) > 0 FROM pg_stat_user_tables\"' sh "
            + ShellWords.command(plan.target().cluster().superuser(), plan.target().database());
    List<String> out = new ArrayList<>();
    out.add(
        RunbookShell.until(
            psql, PATIENCE_SECONDS, compose(ours, "logs --tail 20", List.of(service))));
    out.addAll(RunbookShell.must(psql, "t"));
    out.add("#    must show each service as running or healthy; then try the application");
    out.add(compose(ours, "ps", List.of()));
    return out;
  }

  /** Recreates what the swap recreated; on the old volume when the override file is as before. */
  String recreate() {
    return compose(List.of(), "up -d --no-deps --force-recreate", plan.recreatedServices());
  }

  private List<String> start(List<String> names) {
    return switch (services().kind()) {
      case COMPOSE ->
          List.of(
              plan.target().projectDown()
                  ? compose(List.of(plan.overrideFile()), "up -d --no-deps --no-build", names)
                  : compose(List.of(), "start", names));
      case COMMANDS -> programs(names, ServiceSettings.Commands::start);
      case CHECKLIST -> List.of(byHand("Start", names));
    };
  }

  /** The programs of these services, in their order. */
  private List<String> programs(
      List<String> names, Function<ServiceSettings.Commands, List<String>> words) {
    return names.stream()
        .flatMap(name -> services().commands().stream().filter(one -> one.service().equals(name)))
        .map(words)
        .map(HostProgram::line)
        .toList();
  }

  /** Asks the person at the terminal, not what a pipe brings. */
  private static String byHand(String verb, List<String> names) {
    return "printf '%s' "
        + ShellWords.quote(verb + " " + String.join(", ", names) + " by hand, then press Enter: ")
        + "; read -r _ </dev/tty";
  }

  private ServiceSettings services() {
    return plan.options().services();
  }

  private boolean isFolder() {
    return plan.target().volume().kind() == DataVolume.Kind.FOLDER;
  }

  private RunbookShell shell() {
    return new RunbookShell(plan);
  }

  private String compose(List<Path> moreFiles, String subcommand, List<String> services) {
    return shell().compose(moreFiles, subcommand, services);
  }
}
