package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.restorebot.engine.state.Json;
import org.junit.jupiter.api.Test;

class StorageTest {
  private static final String FOLDER = "/srv/app/pgdata_restored_20260101_000000";

  private static DisasterPlan plan(DataVolume volume) throws Exception {
    ObjectNode plan =
        Json.value(Json.text(SampleDisasters.asked("aaa111", "zenops").plan()), ObjectNode.class);
    ((ObjectNode) plan.get("target"))
        .set("volume", Json.value(Json.text(volume), ObjectNode.class));
    plan.put("newVolume", volume.base() + "_restored_20261128_120000");
    return Json.value(plan.toString(), DisasterPlan.class);
  }

  @Test
  void anEarlierVersionsPlanIsOfANamedVolume() throws Exception {
    DataVolume now =
        new DataVolume("zenops_postgres_data", "postgres_data", 1, 2, DataVolume.Kind.NAMED);
    String stored =
        "{\"name\":\"zenops_postgres_data\",\"key\":\"postgres_data\",\"bytes\":1,\"freeBytes\":2}";
    assertThat(Json.value(stored, DataVolume.class)).isEqualTo(now);
  }

  @Test
  void theOverrideMountsANewFolderAtTheSamePath() throws Exception {
    DisasterPlan plan = plan(new DataVolume(FOLDER, "", 1, 2, DataVolume.Kind.FOLDER));
    assertThat(plan.newVolume()).isEqualTo("/srv/app/pgdata_restored_20261128_120000");
    assertThat(plan.toCommit())
        .isEqualTo(
            """
            services:
              "db":
                volumes:
                  - type: bind
                    source: "/srv/app/pgdata_restored_20261128_120000"
                    target: "/var/lib/postgresql/data"
                    bind:
                      create_host_path: false
            """);
    assertThat(plan.lines(plan.createdAt()))
        .contains("New folder: " + plan.newVolume())
        .noneMatch(line -> line.contains("volume"));
    assertThat(plan.asRunbook())
        .contains("-v /srv/app:/parent", "pgdata_restored_20261128_120000:/var/lib/postgresql/data")
        .doesNotContain("docker volume");
  }

  @Test
  void theOverrideMountsAnotherVolumeWhereItsDeclarationCannotBeReplaced() throws Exception {
    DisasterPlan plan =
        plan(new DataVolume("zenops_data", "db_restored", 1, 2, DataVolume.Kind.MOUNTED));
    assertThat(plan.toCommit())
        .isEqualTo(
            """
            services:
              "db":
                volumes:
                  - type: volume
                    source: "db_restored"
                    target: "/var/lib/postgresql/data"
            volumes:
              db_restored:
                external: true
                name: "zenops_data_restored_20261128_120000"
            """);
  }

  @Test
  void composeReplacesNoVariableInAFoldersPath() {
    assertThat(OverrideFile.mount("db", DataVolume.Kind.FOLDER, "/a $b \"c\"", "/data"))
        .contains("source: \"/a $$b \\\"c\\\"\"\n");
  }

  @Test
  void anApprovalIsForTheKindOfStorage() throws Exception {
    assertThat(
            plan(new DataVolume("v", "db_restored", 1, 2, DataVolume.Kind.MOUNTED)).fingerprint())
        .isNotEqualTo(
            plan(new DataVolume("v", "db_restored", 1, 2, DataVolume.Kind.NAMED)).fingerprint());
  }
}
