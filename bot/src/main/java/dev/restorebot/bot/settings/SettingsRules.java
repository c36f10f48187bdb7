package dev.restorebot.bot.settings;

import dev.restorebot.engine.backup.BackupsOfDatabase;
import dev.restorebot.engine.drill.DrillKind;
import dev.restorebot.engine.drill.DrillSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks settings that must fit together, and those that a chat needs when it is enabled. */
final class SettingsRules {
  private static final String NOT_STOPPED =
      "names a service that is not in `stop`, so it is not stopped; add it there";
  private static final String NO_SERVER =
      "has a `server` with `host` and `user`, as its kind is server";

  private static final String NO_TLS =
      "is needed for sandbox.connect.publish.port: rows of the backup go through it";

  private static final String NO_BUTTON =
      "is not in slack.channels or discord.channels, so no button would work there; add it";

  private final SettingValues values;
  private final Settings settings;

  SettingsRules(SettingValues values, Settings settings) {
    this.values = values;
    this.settings = settings;
  }

  /** Notes what is wrong. */
  void check() {
    Settings.Sandbox sandbox = settings.sandbox();
    wrongIf(
        sandbox.maxLifetime().compareTo(sandbox.lifetime()) < 0,
        "sandbox.max-lifetime",
        "is shorter than sandbox.lifetime, make it longer");
    Settings.Publish publish = sandbox.connect().publish();
    boolean published = publish.wanted().isPresent();
    wrongIf(
        published && publish.certificate().isEmpty(),
        "sandbox.connect.publish.certificate",
        NO_TLS);
    wrongIf(published && publish.key().isEmpty(), "sandbox.connect.publish.key", NO_TLS);
    wrongIf(
        settings.backups().iterations().isEmpty(),
        "backups.iterations",
        "needs at least one number");
    new ConsoleRules(settings, this::wrongIf).check();
    slack(settings.slack());
    discord(settings.discord());
    Duration approveWithin = settings.approval().approveWithin();
    wrongIf(
        settings.approval().reminders().stream().anyMatch(r -> r.compareTo(approveWithin) >= 0),
        "approval.reminders",
        "a reminder comes when approve-within is over already");
    wrongIf(
        settings.approval().channel().filter(channel -> !takesCommands(channel)).isPresent(),
        "approval.channel",
        NO_BUTTON);
    targets();
    List<DrillSettings> drills = settings.drills();
    wrongIf(
        drills.stream().map(each -> each.database() + each.kind()).distinct().count()
            < drills.size(),
        "drills",
        "names a database twice with the same kind");
    wrongIf(
        settings.disasters().isEmpty()
            && drills.stream().anyMatch(each -> each.kind() == DrillKind.REHEARSAL),
        "drills",
        "has a rehearsal, which needs a target: set disaster.project or targets");
    drills.stream()
        .filter(each -> each.kind() == DrillKind.REHEARSAL)
        .map(DrillSettings::database)
        .forEach(this::rehearsal);
  }

  private void rehearsal(String database) {
    Map<String, Settings.Disaster> targets = new HashMap<>(settings.disasters());
    if (targets.containsKey(database)) {
      targets.keySet().retainAll(Set.of(database));
    } else {
      targets.values().removeIf(each -> !isOf(each, database));
    }
    wrongIf(
        !targets.isEmpty() && targets.values().stream().allMatch(Settings.Disaster::isOfServer),
        "drills",
        "has a rehearsal of "
            + database
            + ", whose target has `kind: server`; only targets in Compose can be rehearsed, so set"
            + " `kind: test` for this drill");
  }

  private static boolean isOf(Settings.Disaster target, String database) {
    return target
        .database()
        .or(target::project)
        .filter(name -> BackupsOfDatabase.same(name, database))
        .isPresent();
  }

  private void targets() {
    wrongIf(
        settings.disaster().name().isPresent() && !settings.targets().isEmpty(),
        "disaster.project",
        "is set beside targets; move it into an entry of targets, or remove targets");
    target("disaster", settings.disaster());
    Map<String, String> servers = new HashMap<>();
    Map<Path, String> overrides = new HashMap<>();
    int i = 0;
    for (String name : settings.targets().keySet()) {
      String at = "targets[" + i++ + "]";
      Settings.Disaster target = settings.disasters().get(name);
      if (target.project().isEmpty() && !target.isOfServer()) {
        values.problem(at, "has a `project`, the name of its Compose project");
        continue;
      }
      if (target.isOfServer() && target.server().isEmpty()) {
        values.problem(at, NO_SERVER);
        continue;
      }
      target(at, target);
      String server =
          target
              .server()
              .filter(any -> target.isOfServer())
              .map(
                  address ->
                      address.host() + ":" + address.port() + "/" + target.database().orElse(""))
              .orElseGet(() -> target.project().orElse("") + "/" + target.service());
      taken(
          at,
          (target.isOfServer() ? "the database " : "the database service ") + server,
          Optional.ofNullable(servers.put(server, name)));
      target
          .overrideFile()
          .ifPresent(
              file ->
                  taken(
                      at,
                      "the override-file " + file,
                      Optional.ofNullable(overrides.put(file, name))));
    }
  }

  private void taken(String at, String what, Optional<String> other) {
    other.ifPresent(
        name ->
            values.problem(
                at, "has " + what + " like the target " + name + "; each needs its own"));
  }

  private void ofServer(String at, Settings.Disaster target) {
    if (target.server().isPresent() && !target.isOfServer()) {
      values.problem(at + ".server", "is for `kind: server`; set that too");
    }
    if (!target.isOfServer()) {
      return;
    }
    if (target.server().isEmpty() && target.database().or(target::project).isPresent()) {
      values.problem(at, NO_SERVER);
    }
    if (target.server().isPresent() && target.database().isEmpty()) {
      values.problem(at, "has a `database`, the one to restore in that server");
    }
    if (target.project().isPresent()
        && target.projectDirectory().isEmpty()
        && target.composeFiles().isEmpty()) {
      values.problem(
          at + ".project-directory",
          "is needed with `kind: server`, to find the project of the services");
    }
    if (target.uploadsVolume().isPresent()) {
      values.problem(at + ".uploads-volume", "is not restored with `kind: server`; remove it");
    }
    if (target.safetyCopy()) {
      values.problem(
          at + ".safety-copy",
          "is not made with `kind: server`: the old database stays in the server");
    }
  }

  private void target(String at, Settings.Disaster target) {
    ofServer(at, target);
    if (target.stop().contains(target.service())) {
      values.problem(at + ".stop", "names the database's service; it is stopped on its own");
    }
    if (!target.stop().containsAll(target.startServices())) {
      values.problem(at + ".start-services", NOT_STOPPED);
    }
    if (!target.stop().containsAll(target.holdServices())) {
      values.problem(at + ".hold-services", NOT_STOPPED);
    }
    services(at, target);
    List<String> other =
        target.rehearseCommands().stream().map(Settings.RehearseCommand::name).toList();
    wrongIf(
        Set.copyOf(other).size() < other.size(),
        at + ".rehearse-commands",
        "names a service twice");
    wrongIf(
        other.stream().anyMatch(target.rehearseWithout()::contains),
        at + ".rehearse-commands",
        "names a service of rehearse-without, which does not run; remove it from one of them");
    if (target.approvalChannel().filter(channel -> !takesCommands(channel)).isPresent()) {
      values.problem(at + ".approval-channel", NO_BUTTON);
    }
  }

  private void services(String at, Settings.Disaster target) {
    List<String> names =
        target.serviceCommands().stream().map(Settings.ServiceCommands::name).toList();
    if (target.services() != Settings.Services.COMMANDS) {
      wrongIf(
          !names.isEmpty(),
          at + ".service-commands",
          "has an effect only with `services: commands`; set that, or remove it");
      return;
    }
    if (!Set.copyOf(names).equals(Set.copyOf(target.stop()))
        || names.size() != target.stop().size()) {
      values.problem(
          at + ".service-commands", "needs one entry for each service in `stop`, and no other");
    }
  }

  private boolean takesCommands(String channel) {
    String[] parts = channel.split(":", 2);
    return (parts[0].equals("slack") ? settings.slack().channels() : settings.discord().channels())
        .contains(parts[1]);
  }

  private void slack(Settings.Slack slack) {
    if (!slack.enabled()) {
      return;
    }
    need("slack.bot-token-file", slack.botToken(), "xoxb-", "the Bot User OAuth Token");
    if (slack.mode() == Settings.SlackMode.SOCKET) {
      need("slack.app-token-file", slack.appToken(), "xapp-", "the App-Level Token");
    } else {
      need("slack.signing-secret-file", slack.signingSecret(), "", "the Signing Secret");
    }
  }

  private void discord(Settings.Discord discord) {
    if (discord.enabled()) {
      need("discord.token-file", discord.token(), "", "the bot's token");
      wrongIf(
          discord.server().isEmpty(),
          "discord.server",
          "is needed: the server's id (its menu, Copy Server ID)");
    }
  }

  private void need(String file, SecretValue secret, String start, String what) {
    String variable = SettingKeys.at(file).secretVariable();
    wrongIf(!secret.isSet(), file, "is needed: " + what + ", in that file or in " + variable);
    wrongIf(
        secret.isSet() && !secret.value().startsWith(start),
        file,
        "does not hold " + what + ", which begins with " + start);
  }

  private void wrongIf(boolean wrong, String path, String what) {
    if (wrong) {
      values.problem(SettingKeys.at(path).path(), what);
    }
  }
}
