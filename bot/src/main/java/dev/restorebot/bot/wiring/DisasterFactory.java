package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.EngineSettings;
import dev.restorebot.engine.approval.ApprovalPolicy;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.SamePersonRules;
import dev.restorebot.engine.approval.SecondFactorKind;
import dev.restorebot.engine.disaster.AfterSwap;
import dev.restorebot.engine.disaster.ChecklistSettings;
import dev.restorebot.engine.disaster.HttpCheck;
import dev.restorebot.engine.disaster.PlanOptions;
import dev.restorebot.engine.disaster.TargetSettings;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Translates the settings of disaster restores into those of the engine. */
final class DisasterFactory {
  private DisasterFactory() {}

  /** Returns what a disaster restore restores; empty when no project is configured. */
  static Optional<EngineSettings.Disaster> settings(Settings settings) {
    return settings.disaster().project().map(project -> of(settings, project));
  }

  private static EngineSettings.Disaster of(Settings settings, String project) {
    Settings.Disaster disaster = settings.disaster();
    Settings.Verify verify = settings.verifyOf(disaster.database().orElse(project));
    return new EngineSettings.Disaster(
        new TargetSettings(
            project,
            disaster.service(),
            disaster.database().orElse(project),
            disaster.stop(),
            disaster.overrideFile(),
            disaster.uploadsVolume()),
        verify.uploadsRequired(),
        options(disaster),
        disaster.requireTestedWithin(),
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
            disaster.checkPatience()),
        disaster.handChecks());
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

  /** Returns the rules of approval, over all chats. */
  static ApprovalPolicy policy(Settings settings) {
    Settings.Approval approval = settings.approval();
    Set<String> leads = new TreeSet<>();
    settings.slack().leads().forEach(id -> leads.add("slack:" + id));
    settings.discord().leads().forEach(id -> leads.add("discord:" + id));
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
        approval.channel().map(DisasterFactory::channel));
  }

  private static ChannelRef channel(String setting) {
    String[] parts = setting.split(":", 2);
    return new ChannelRef(parts[0], "", parts[1]);
  }
}
