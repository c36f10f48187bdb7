package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.EngineSettings;
import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.approval.SecondFactorKind;
import dev.restorebot.engine.backup.rclone.RcloneRemote;
import dev.restorebot.engine.disaster.AfterSwap;
import dev.restorebot.engine.disaster.ChecklistSettings;
import dev.restorebot.engine.disaster.FolderCopy;
import dev.restorebot.engine.disaster.HttpCheck;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.ProjectPlace;
import dev.restorebot.engine.disaster.RemoteCopy;
import dev.restorebot.engine.disaster.RunbookCopy;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.disaster.ServiceSettings;
import dev.restorebot.engine.disaster.TargetSettings;
import dev.restorebot.engine.disaster.rehearsal.RehearsalSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Translates the settings of disaster restores into those of the engine. */
final class DisasterFactory {
  private DisasterFactory() {}

  /** Returns what disaster restores restore: nothing when no project is configured. */
  static List<EngineSettings.Disaster> settings(Settings settings) {
    return settings.disasters().entrySet().stream()
        .map(each -> of(settings, each.getKey(), each.getValue()))
        .toList();
  }

  /** Returns the name of the database that is restored. */
  static String database(Settings.Disaster disaster) {
    return disaster.database().or(disaster::project).orElseThrow();
  }

  private static EngineSettings.Disaster of(
      Settings settings, String name, Settings.Disaster disaster) {
    Settings.Verify verify = settings.verifyOf(database(disaster));
    return new EngineSettings.Disaster(
        name,
        new TargetSettings(
            disaster.project().orElse(name),
            disaster.service(),
            database(disaster),
            disaster.stop(),
            disaster.overrideFile(),
            disaster.uploadsVolume(),
            new ProjectPlace(
                disaster.projectDirectory(),
                disaster.composeFiles(),
                disaster.envFiles(),
                disaster.profiles()),
            services(disaster),
            server(disaster)),
        verify.uploadsRequired(),
        options(disaster),
        disaster.requireTestedWithin(),
        disaster.requireRehearsedWithin(),
        new ChecklistSettings(
            disaster.httpChecks().stream()
                .map(
                    check ->
                        new HttpCheck(check.name(), check.url(), check.status(), check.contains()))
                .toList(),
            verify.alembicHead(),
            ChecklistSettings.ERRORS,
            disaster.ignoreLogErrors().stream()
                .map(ignored -> Pattern.compile(ignored.pattern()))
                .toList(),
            verify.asRole(),
            disaster.checkPatience(),
            disaster.stableAfter()),
        disaster.handChecks(),
        policy(settings, disaster.leads(), disaster.approvalChannel()),
        disaster.runbookCopy().map(place -> runbookCopy(settings, place)),
        new RehearsalSettings(
            Set.copyOf(disaster.rehearseWithout()),
            disaster.rehearseCommands().stream()
                .collect(
                    Collectors.toMap(
                        Settings.RehearseCommand::name, Settings.RehearseCommand::command)),
            disaster.rehearseTimeout(),
            disaster.rto()));
  }

  private static RunbookCopy runbookCopy(Settings settings, String place) {
    Settings.Rclone rclone = settings.backups().rclone();
    return place.startsWith("/")
        ? new FolderCopy(Path.of(place))
        : new RemoteCopy(new RcloneRemote(place, rclone.program(), rclone.configFile()));
  }

  private static ServiceSettings services(Settings.Disaster disaster) {
    return new ServiceSettings(
        switch (disaster.services()) {
          case COMPOSE -> ServiceSettings.Kind.COMPOSE;
          case COMMANDS -> ServiceSettings.Kind.COMMANDS;
          case CHECKLIST -> ServiceSettings.Kind.CHECKLIST;
        },
        disaster.serviceCommands().stream()
            .map(
                each ->
                    new ServiceSettings.Commands(
                        each.name(), each.stop(), each.start(), each.running(), each.timeLimit()))
            .toList());
  }

  private static Optional<ServerAddress> server(Settings.Disaster disaster) {
    return disaster
        .server()
        .filter(any -> disaster.kind() == Settings.TargetKind.SERVER)
        .map(
            server ->
                new ServerAddress(
                    server.host(),
                    server.port(),
                    server.user(),
                    server.passwordFile(),
                    server.passwordVariable(),
                    server.sslmode().word(),
                    server.sslrootcert(),
                    server.sslcert(),
                    server.sslkey(),
                    server.maintenanceDatabase(),
                    server.tools()));
  }

  private static PlanOptions options(Settings.Disaster disaster) {
    return new PlanOptions(
        switch (disaster.stopServices()) {
          case BEFORE_RESTORE -> PlanOptions.Stop.BEFORE_RESTORE;
          case BEFORE_SWAP -> PlanOptions.Stop.BEFORE_SWAP;
        },
        switch (disaster.swap()) {
          case ASK -> PlanOptions.Swap.ASK;
          case AUTOMATIC -> PlanOptions.Swap.AUTOMATIC;
          case MANUAL -> PlanOptions.Swap.MANUAL;
        },
        disaster.safetyCopy(),
        new AfterSwap(
            switch (disaster.onFailedCheck()) {
              case ASK -> AfterSwap.OnFailedCheck.ASK;
              case ROLL_BACK -> AfterSwap.OnFailedCheck.ROLL_BACK;
            },
            disaster.startServices(),
            disaster.holdServices()));
  }

  /**
   * Returns the rules of approval, over all chats.
   *
   * @param own the leads of one target; none for those of the chats
   * @param ownChannel the approval channel of one target; empty for the general one
   */
  static ApprovalPolicy policy(Settings settings, List<String> own, Optional<String> ownChannel) {
    Settings.Approval approval = settings.approval();
    Set<String> leads = new TreeSet<>(own);
    if (own.isEmpty()) {
      settings.slack().leads().forEach(id -> leads.add("slack:" + id));
      settings.discord().leads().forEach(id -> leads.add("discord:" + id));
      settings.console().leads().forEach(id -> leads.add("console:" + id));
    }
    return new ApprovalPolicy(
        approval.needed(),
        approval.approveWithin(),
        approval.runWithin(),
        approval.reminders(),
        switch (approval.secondFactor()) {
          case NONE -> SecondFactorKind.NONE;
          case TOTP -> SecondFactorKind.TOTP;
        },
        leads,
        new SamePersonRules(approval.samePerson()),
        ownChannel.or(approval::channel).map(DisasterFactory::channel));
  }

  private static ChannelRef channel(String setting) {
    String[] parts = setting.split(":", 2);
    return new ChannelRef(parts[0], "", parts[1]);
  }
}
