package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import dev.restorebot.engine.disaster.jdbc.JdbcDisasterStore;
import dev.restorebot.engine.testing.PostgresUnderTest;
import dev.restorebot.engine.testing.RequiresDocker;
import dev.restorebot.engine.testing.TestDocker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restores a database in a server that is newer than the client programs of this machine, with
 * those of its image.
 */
@RequiresDocker(images = "postgres:17-alpine")
class ContainerServerTargetIT {
  @TempDir Path folder;

  @Test
  void restoresWithTheProgramsOfTheImageAndOverJdbcWithoutThem() throws Exception {
    try (PostgresUnderTest server = new PostgresUnderTest("postgres:17-alpine");
        JdbcDisasterStore store = JdbcDisasterStore.open(folder.resolve("state.db"));
        ServerRig rig = new ServerRig(server, folder, store)) {
      SampleServer.fill(server);
      SampleServer.production(server);
      List<String> atBackup = server.everything("none");
      Path dump = server.dump("zenops", folder.resolve("zenops.dump"), "-Fc");
      Path sql = server.dump("zenops", folder.resolve("zenops.sql"));
      server.sql("zenops", "INSERT INTO public.users VALUES (3, 'written-later')");

      assertThatThrownBy(() -> rig.plan(rig.withTools(PostgresUnderTest.programs()), dump))
          .hasMessageContaining("pg_restore and psql of PostgreSQL 17 are needed");
      try (ServerRig none = rig.withoutImages()) {
        for (Path backup : List.of(dump, sql)) {
          assertThat(none.plan(rig.settings(), backup).target().warnings())
              .anySatisfy(line -> assertThat(line).contains("restore-bot loads the backup itself"));
          Disaster done = none.run(none.restored(backup)).go();
          assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
          assertThat(without(done.plan().oldStorage(), server)).isEqualTo(atBackup);
          assertThat(none.run(done).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
          server.sql("postgres", "DROP DATABASE " + done.plan().newVolume());
        }
      }

      Disaster waiting = rig.restored(sql);
      assertThat(waiting.state()).as("%s", waiting.problem()).isEqualTo(DisasterState.AWAITING_GO);
      assertThat(rig.run(waiting).rollBack().state()).isEqualTo(DisasterState.CANCELLED);

      Disaster done = rig.run(rig.restored(dump)).go();
      assertThat(done.state()).as("%s", done.problem()).isEqualTo(DisasterState.DONE);
      assertThat(without(done.plan().oldStorage(), server)).isEqualTo(atBackup);
      assertThat(rig.run(done).rollBack().state()).isEqualTo(DisasterState.ROLLED_BACK);
      assertThat(left(done.id())).isEmpty();
    }
  }

  private static List<String> without(String database, PostgresUnderTest server) throws Exception {
    return server.everything(database).stream().filter(line -> !line.contains(database)).toList();
  }

  private static List<String> left(String id) throws Exception {
    try (DockerClient client = TestDocker.client()) {
      return client
          .listContainersCmd()
          .withShowAll(true)
          .withLabelFilter(Map.of("dev.restore-bot.tools", id))
          .exec()
          .stream()
          .map(container -> Optional.ofNullable(container.getId()).orElse(""))
          .toList();
    }
  }
}
