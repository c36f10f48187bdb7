package dev.restorebot.bot.command;

import dev.restorebot.bot.cards.DisasterPeople;
import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.engine.advice.BackupInventory;
import dev.restorebot.engine.advice.BestPractices;
import dev.restorebot.engine.backup.BackupCatalog;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.DisasterTargets;
import dev.restorebot.engine.disaster.rehearsal.RehearsalJobs;
import dev.restorebot.engine.drill.Drills;
import dev.restorebot.engine.testrestore.TestRestores;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The services that commands in one chat use.
 *
 * @param engine the engine
 * @param backups the backups to choose from
 * @param practices what the backups should be like, at the moment
 * @param chat the chat
 * @param access who may do what there, at the moment
 * @param disasters disaster restores, when they are set up
 * @param rehearsals rehearsals, except in tests of something else
 * @param drills drills, except in tests of something else
 * @param people whom a disaster restore concerns
 * @param delivery sends messages to the jobs' threads
 * @param clock the present
 */
public record CommandContext(
    TestRestores engine,
    BackupCatalog backups,
    Supplier<BestPractices> practices,
    ChatFrontEnd chat,
    Supplier<ChatAccess> access,
    Optional<DisasterTargets> disasters,
    Optional<RehearsalJobs> rehearsals,
    Optional<Drills> drills,
    DisasterPeople people,
    Delivery delivery,
    InstantSource clock) {
  /** The backups, listed again, with their tests. */
  BackupInventory stock() throws ProblemException {
    return BackupInventory.of(backups, engine.tested(), clock.instant());
  }

  /** Drills, for commands that exist only where there are drills. */
  Drills allDrills() {
    return drills.orElseThrow();
  }
}
