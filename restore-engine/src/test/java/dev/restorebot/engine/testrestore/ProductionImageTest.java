package dev.restorebot.engine.testrestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.diagnose.Diagnosis;
import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import org.junit.jupiter.api.Test;

class ProductionImageTest {
  private static final String IMAGE = "ghcr.io/acme/db:15";
  private static final String SETTING =
      "Set `databases.zenops.image: ghcr.io/acme/db:15`, the image that production runs";

  @Test
  void comesBeforeWellKnownImages() {
    Problem extension =
        new Problem(
            ProblemCode.MISSING_EXTENSION,
            "It is missing.",
            "Set `databases.<name>.image: postgis/postgis:15-3.5`.");
    assertThat(offer(extension, true))
        .isEqualTo(
            new Problem(
                ProblemCode.MISSING_EXTENSION,
                "It is missing.",
                SETTING + ". Otherwise: Set `databases.<name>.image: postgis/postgis:15-3.5`."));
  }

  @Test
  void takesThePlaceOfTheAdviceToLookForIt() {
    for (String message :
        new String[] {
          "ERROR:  could not access file \"$libdir/x\": No such file or directory",
          "ERROR:  collation \"pg_catalog.de_DE.utf8\" for encoding \"UTF8\" does not exist",
          "ERROR:  security label provider \"selinux\" is not loaded"
        }) {
      Problem known = Diagnosis.of(message);
      assertThat(offer(known, true).hint())
          .startsWith(SETTING)
          .doesNotContain("<name>.image")
          .doesNotContain("Otherwise");
    }
  }

  @Test
  void withoutDockerTheAdviceForDockerComesFirst() {
    Problem extension =
        new Problem(ProblemCode.MISSING_EXTENSION, "It is missing.", "Test it in Docker.");
    assertThat(offer(extension, false).hint())
        .isEqualTo(
            "Test it in Docker. In Docker, `databases.zenops.image: ghcr.io/acme/db:15`, the image"
                + " that production runs, is the best choice.");
  }

  @Test
  void leavesOtherProblemsAsTheyAre() {
    Problem other = new Problem(ProblemCode.DISK_FULL, "The disk is full.", "Make room.");
    assertThat(offer(other, true)).isEqualTo(other);
  }

  private static Problem offer(Problem problem, boolean docker) {
    return ProductionImage.offer(problem, "zenops", IMAGE, docker);
  }
}
