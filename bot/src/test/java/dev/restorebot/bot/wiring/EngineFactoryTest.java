package dev.restorebot.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.settings.Settings;
import dev.restorebot.bot.settings.SettingsLoader;
import dev.restorebot.engine.sandbox.ServerChoice;
import dev.restorebot.engine.testrestore.DatabasePolicy;
import dev.restorebot.engine.verify.CheckSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of a database reach the engine. */
class EngineFactoryTest {
  @TempDir Path temp;

  @Test
  void aDatabaseHasItsOwnImageAndMoreServerArguments() throws Exception {
    Settings settings =
        load(
            """
            sandbox: {docker: {image: "pg:{major}", server-args: [-c, jit=off]}}
            databases:
              maps: {image: "postgis:{major}", server-args: [-c, shared_preload_libraries=pg_cron]}
              plain: {level: deep}
            """);

    assertThat(policy(settings, "maps").server())
        .isEqualTo(
            new ServerChoice(
                Optional.of("postgis:{major}"), List.of("-c", "shared_preload_libraries=pg_cron")));
    assertThat(policy(settings, "plain").server()).isEqualTo(ServerChoice.USUAL);
    assertThat(policy(settings, "other").server()).isEqualTo(ServerChoice.USUAL);
  }

  @Test
  void acceptedFindingsAndStrictChecksAreOfADatabaseAsAWhole() throws Exception {
    Settings settings =
        load(
            """
            verify: {accept: [sessions], strict: [sequence-values]}
            databases:
              zenops:
                accept: ["index public.old_*", post-data]
                strict: [valid-indexes, row-drift]
                allow-empty: true
                alembic-schema: app
            """);

    CheckSettings own = policy(settings, "zenops").verify().ladder();
    assertThat(own.accepted())
        .isEqualTo(
            new CheckSettings.Accepted(
                true,
                List.of("index public.old_*", "post-data"),
                Set.of("valid-indexes", "row-drift")));
    assertThat(own.alembic())
        .isEqualTo(new CheckSettings.Alembic(Optional.empty(), Optional.of("app")));
    CheckSettings usual = policy(settings, "other").verify().ladder();
    assertThat(usual.accepted())
        .isEqualTo(
            new CheckSettings.Accepted(false, List.of("sessions"), Set.of("sequence-values")));
    assertThat(usual.alembic()).isEqualTo(CheckSettings.Alembic.NONE);
  }

  @Test
  void theNameInsideABackupCountsBeforeTheOneOfItsFile() throws Exception {
    Settings settings =
        load(
            """
            databases:
              zenops: { allow-empty: true, image: "in:1" }
              shop: { allow-empty: true, image: "shop:1" }
            """);

    assertThat(policy(settings, "zenops", "shop").server().image()).hasValue("in:1");
    assertThat(policy(settings, "postgres", "shop").server().image()).hasValue("shop:1");
    assertThat(policy(settings, "postgres", "shop").verify().ladder().accepted().emptyDatabase())
        .isTrue();
    assertThat(policy(settings, "postgres", "other").server().image()).isEmpty();
    assertThat(policy(settings).server().image()).isEmpty();
  }

  private static DatabasePolicy policy(Settings settings, String... names) {
    return EngineFactory.runSettings(settings, "", false).policies().apply(List.of(names));
  }

  private Settings load(String yaml) throws Exception {
    Path file = Files.writeString(temp.resolve("restore-bot.yaml"), yaml);
    return SettingsLoader.load(Optional.of(file), Map.of());
  }
}
