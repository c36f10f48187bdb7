package dev.restorebot.engine.disaster.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.archive.ArchiveKey;
import dev.restorebot.engine.archive.reader.ArchiveReader;
import dev.restorebot.engine.backup.BackupNames;
import dev.restorebot.engine.disaster.BackupDemands;
import dev.restorebot.engine.disaster.BackupGlobals;
import dev.restorebot.engine.disaster.DumpedDatabase;
import dev.restorebot.engine.disaster.GlobalsFile;
import dev.restorebot.engine.disaster.ResolvedProject;
import dev.restorebot.engine.disaster.SampleDisasters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedFactsTest {
  private static final String FILE =
      """
      --
      -- Roles
      --
      \\restrict x
      CREATE ROLE zenops;
      ALTER ROLE zenops WITH SUPERUSER LOGIN PASSWORD 'SCRAM-SHA-256$4096:zenops';
      CREATE ROLE "The Reader";
      ALTER ROLE "The Reader" WITH NOSUPERUSER LOGIN PASSWORD 'md5it''s';
      CREATE ROLE group_of_readers;
      ALTER ROLE group_of_readers WITH NOSUPERUSER NOLOGIN;
      CREATE ROLE open_door;
      ALTER ROLE open_door WITH NOSUPERUSER LOGIN;
      GRANT group_of_readers TO "The Reader" GRANTED BY zenops;
      CREATE ROLE x; \\! touch /tmp/x
      DROP TABLE items;
      CREATE TABLESPACE fast LOCATION '/mnt/fast';
      """;

  @TempDir Path folder;

  private final BackupGlobals globals =
      new BackupGlobals(
          () -> new ArchiveReader(ArchiveKey.none()), BackupNames.usual(ZoneOffset.UTC));

  private GlobalsFile file() throws Exception {
    Files.writeString(folder.resolve("zenops_globals_2026-02-09_14-30-00.sql"), FILE);
    return globals.beside(folder.resolve("zenops_db_2026-02-09_14-30-00.dump")).orElseThrow();
  }

  private static StoppedFacts facts(Optional<GlobalsFile> file, String... roles) {
    return new StoppedFacts(
        Optional.empty(),
        Optional.of(
            new DumpedDatabase(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(roles),
                BackupDemands.NONE)),
        file);
  }

  private static final ResolvedProject.Service NO_PASSWORD =
      new ResolvedProject.Service("", List.of(), List.of(), List.of(), Map.of());

  @Test
  void takesRolesWithTheirMembershipsFromTheFileBesideTheBackup() throws Exception {
    StoppedFacts facts = facts(Optional.of(file()), "zenops", "The Reader", "lost");

    assertThat(facts.roles(SampleDisasters.asked("aaa111", "zenops").plan().target().cluster()))
        .contains(
            "CREATE ROLE \"The Reader\";",
            "ALTER ROLE \"The Reader\" WITH NOSUPERUSER LOGIN;",
            "GRANT group_of_readers TO \"The Reader\" GRANTED BY zenops;",
            "CREATE ROLE \"lost\" NOLOGIN;")
        .noneMatch(
            line -> line.contains("PASSWORD") || line.contains("\\") || line.contains("DROP"));
    assertThat(facts.source().facts() + ": " + facts.source().source())
        .isEqualTo(
            "Roles and passwords: the file zenops_globals_2026-02-09_14-30-00.sql beside the"
                + " backup");
  }

  @Test
  void onlyRolesWithoutAPasswordInTheFileAreWorkForAPerson() throws Exception {
    assertThat(
            facts(
                    Optional.of(file()),
                    "zenops",
                    "The Reader",
                    "group_of_readers",
                    "lost",
                    "open_door")
                .unknown("zenops", NO_PASSWORD))
        .containsExactly("lost", "open_door");
    assertThat(facts(Optional.empty(), "The Reader").unknown("zenops", NO_PASSWORD))
        .containsExactly("zenops", "The Reader");
  }

  @Test
  void passwordsOfTheFileAreReadOnlyFromTheBytesThatWereApproved() throws Exception {
    GlobalsFile file = file();
    assertThat(file.toString()).doesNotContain("SCRAM", "md5");
    assertThat(globals.statements(file)).anyMatch(line -> line.contains("PASSWORD 'md5it''s'"));

    Files.writeString(file.file(), FILE + "CREATE ROLE intruder;\n");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> globals.statements(file))
        .hasMessageContaining("has changed since the plan was made");
  }
}
