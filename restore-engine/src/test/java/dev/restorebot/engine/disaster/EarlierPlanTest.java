package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that waits for approval while restore-bot is upgraded from a version before 0.2.0. */
class EarlierPlanTest {
  private static final LocaleProvider ICU = new LocaleProvider("icu", "de-AT", Optional.empty());

  @TempDir Path folder;

  private final Disaster asked = SampleDisasters.asked("job", "zenops");
  private final ServiceControl services = mock(ServiceControl.class);
  private final Targets targets = mock(Targets.class);
  private final Planner planner =
      new Planner(targets, project -> services, () -> 0, InstantSource.system());

  private Path base;

  @BeforeEach
  void project() throws Exception {
    base = Files.writeString(folder.resolve("compose.yaml"), "services: {}\n");
  }

  /** What follows the comparison is the disk space, which the sample has not. */
  @Test
  void anIcuDatabaseThatThePlanMakesTheSameKeepsTheRequestValid() throws Exception {
    found("de-AT", Optional.of(ICU), Optional.empty());
    assertThatThrownBy(() -> planner.recheck(earlier("de-AT"), asked.settings()))
        .hasMessageContaining("not enough disk space");
  }

  @Test
  void aDatabaseThatWouldSortInAnotherWayIsRefusedWithThatReason() throws Exception {
    for (LocaleProvider provider :
        List.of(
            new LocaleProvider("builtin", "C.UTF-8", Optional.empty()),
            new LocaleProvider("icu", "de-AT", Optional.of("&a < g")))) {
      boolean icu = provider.name().equals("icu");
      found(icu ? "de-AT" : "", Optional.of(provider), Optional.empty());
      assertThatThrownBy(() -> planner.recheck(earlier(icu ? "de-AT" : ""), asked.settings()))
          .hasMessageContaining("made this plan, without the locale provider (" + provider.name())
          .hasMessageContaining("would sort text in another way");
    }
    found("de-AT", Optional.of(ICU), Optional.of(ICU));
    assertThatThrownBy(() -> planner.recheck(earlier("de-AT"), asked.settings()))
        .hasMessageContaining("without the locale provider (icu de-AT)");
  }

  private void found(
      String icu, Optional<LocaleProvider> provider, Optional<LocaleProvider> clusterProvider)
      throws Exception {
    Target now =
        target(
            icu,
            new DatabaseTraits(provider, clusterProvider, Optional.empty(), List.of("zenops")));
    when(targets.resolve(any(), any())).thenReturn(now);
  }

  private Target target(String icu, DatabaseTraits traits) {
    Target sample = asked.plan().target();
    ClusterFacts was = sample.cluster();
    return new Target(
        new ComposeProject("zenops", folder, List.of(base), List.of(), List.of()),
        sample.database(),
        sample.server(),
        sample.volume(),
        new ClusterFacts(
            was.version(),
            was.superuser(),
            was.owner(),
            was.locale(),
            Optional.of(icu).filter(any -> !any.isEmpty()),
            was.clusterLocale(),
            was.checksums(),
            was.walSegmentMegabytes(),
            was.preload(),
            was.otherDatabases(),
            traits),
        sample.stopServices(),
        sample.running(),
        sample.warnings(),
        sample.uploads(),
        sample.outage(),
        Optional.empty());
  }

  /** As that version stored it: without a definition and without traits. */
  private DisasterPlan earlier(String icu) throws Exception {
    DisasterPlan plan = asked.plan();
    String files = base + "\n" + Files.readString(base) + folder.resolve(".env") + "\n";
    return new DisasterPlan(
        plan.id(),
        plan.createdAt(),
        plan.backup(),
        target(icu, DatabaseTraits.NONE),
        DigestUtils.sha256Hex(files),
        plan.options(),
        plan.newVolume(),
        plan.safetyVolume(),
        folder.resolve("compose.override.yaml"),
        plan.restoreEstimate(),
        plan.warnings(),
        plan.newUploadsVolume(),
        plan.kept(),
        Optional.empty(),
        List.of());
  }
}
