package dev.restorebot.bot.wiring;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.engine.EngineEvents;
import dev.restorebot.engine.approval.ApprovalRequest;
import dev.restorebot.engine.approval.ChannelRef;
import dev.restorebot.engine.approval.Membership;
import dev.restorebot.engine.approval.MembershipUnknownException;
import dev.restorebot.engine.approval.SecondFactorCode;
import dev.restorebot.engine.approval.Vote;
import dev.restorebot.engine.approval.totp.TotpSecondFactor;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.disaster.Disaster;
import dev.restorebot.engine.disaster.DisasterEvents;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.rehearsal.RehearsalEvents;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.state.Actor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Runs disaster restores from the command line, for when no chat answers: the same engine, the same
 * rules, the same audit log and reports. The command line cannot tell who types, so everybody gives
 * a code; whoever is enrolled is a lead. The bot must not be running.
 */
public final class BreakGlass implements AutoCloseable {
  private final OfflineEngine offline;
  private final DisasterTargets disasters;

  /**
   * Opens the bot's state.
   *
   * @param events what people read of the restore
   * @param reports where its report is announced
   * @throws IOException when that is not possible, with a message for people: the bot is running
   */
  public BreakGlass(
      Settings settings, DisasterEvents events, EvidenceEvents reports, InstantSource clock)
      throws IOException {
    offline =
        new OfflineEngine(
            settings,
            state ->
                new EngineEvents(
                    events,
                    RehearsalEvents.NONE,
                    new QuietDrills(BreakGlass::noDrill),
                    reports,
                    new Enrolled(state.authenticators())),
            clock);
    disasters = offline.engine().disasters().orElseThrow();
    try {
      disasters.endExpired();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns the backups that may be restored. */
  public BackupCatalog backups() {
    return offline.engine().backups();
  }

  /** Returns the disaster restores. */
  public DisasterTargets disasters() {
    return disasters;
  }

  /** Returns somebody's vote on the request as it is now. */
  public Vote vote(String id, String actor, String code) {
    String seal =
        disasters.find(id).flatMap(disasters::request).map(ApprovalRequest::seal).orElse("");
    return new Vote(
        new Actor(actor, actor),
        ChannelRef.COMMAND_LINE,
        seal,
        Optional.of(new SecondFactorCode(code)));
  }

  /** Returns the restore once it waits for a person or has ended, or could not go on. */
  public Disaster await(String id) throws InterruptedException {
    disasters.settle();
    return disasters.find(id).orElseThrow();
  }

  @Override
  public void close() {
    offline.close();
  }

  private static String noDrill(String channel) {
    throw new IllegalStateException("no drill is started for disaster restores");
  }

  /** Takes everybody who was given a secret on this machine for a lead: there is no chat to ask. */
  private record Enrolled(Path authenticators) implements Membership {
    @Override
    public boolean isLead(Actor actor) throws MembershipUnknownException {
      return enrolled().contains(actor.id());
    }

    @Override
    public Optional<Set<String>> leads(String frontEnd) throws MembershipUnknownException {
      return frontEnd.equals(ChannelRef.COMMAND_LINE.frontEnd())
          ? Optional.of(enrolled())
          : Optional.empty();
    }

    private Set<String> enrolled() throws MembershipUnknownException {
      try {
        return Set.copyOf(TotpSecondFactor.enrolled(authenticators));
      } catch (IOException e) {
        throw new MembershipUnknownException("the file of the enrolled cannot be read", e);
      }
    }
  }
}
