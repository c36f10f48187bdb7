package dev.restorebot.engine.verify.uploads;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WantedPathsTest {
  private static WantedPaths wanted(String prefix, boolean exact, String... paths) {
    WantedPaths wanted = new WantedPaths(prefix, exact);
    for (String path : paths) {
      assertThat(wanted.add(path)).isTrue();
    }
    return wanted;
  }

  private static int found(WantedPaths wanted, String... files) {
    List.of(files).forEach(wanted::seen);
    return wanted.best().count();
  }

  @Test
  void pathsAreTheSameHoweverTheyAreWritten() {
    assertThat(found(wanted("", true, "a//b/./1.pdf", "/a/2.pdf"), "a/b/1.pdf", "a/2.pdf"))
        .isEqualTo(2);
  }

  @Test
  void whatAllPathsBeginWithMayBeMissingInTheArchive() {
    WantedPaths wanted = wanted("", true, "/app/uploads/x/1.pdf", "/app/uploads/y/2.pdf");
    assertThat(found(wanted, "x/1.pdf", "y/2.pdf", "z/3.pdf")).isEqualTo(2);
    assertThat(found(wanted("", true, "uploads/x/1.pdf"), "x/1.pdf")).isEqualTo(1);
  }

  @Test
  void aFolderBeforeAllFilesIsFoundOutUnlessItMustNotBe() {
    WantedPaths wanted = wanted("", false, "x/1.pdf", "x/2.pdf");
    assertThat(found(wanted, "var/uploads/x/1.pdf", "var/uploads/x/2.pdf")).isEqualTo(2);
    assertThat(wanted.best().left()).isEqualTo("var/uploads/");
    assertThat(found(wanted("", true, "x/1.pdf"), "var/uploads/x/1.pdf")).isZero();
  }

  @Test
  void aFileOfThatNameElsewhereDoesNotStandForIt() {
    WantedPaths wanted = wanted("", false, "1.pdf", "2.pdf", "3.pdf");
    assertThat(found(wanted, "mine/1.pdf", "mine/2.pdf", "other/3.pdf")).isEqualTo(2);
    assertThat(wanted.isFound("1.pdf", wanted.best())).isTrue();
    assertThat(wanted.isFound("3.pdf", wanted.best())).isFalse();
  }

  @Test
  void aConfiguredPrefixIsTakenOffAndNothingElse() {
    assertThat(found(wanted("/srv/up/", true, "/srv/up/x/1.pdf"), "x/1.pdf")).isEqualTo(1);
    assertThat(found(wanted("/srv", true, "/srv/up/x/1.pdf"), "x/1.pdf")).isZero();
  }

  @Test
  void manyPathsAreHeldAndFound() {
    WantedPaths wanted = new WantedPaths("", false);
    for (int i = 0; i < 200_000; i++) {
      assertThat(wanted.add("docs/" + i + ".pdf")).isTrue();
      assertThat(wanted.add("docs/" + i + ".pdf")).isTrue();
    }
    assertThat(wanted.size()).isEqualTo(200_000);
    for (int i = 0; i < 200_000; i += 2) {
      wanted.seen("docs/" + i + ".pdf");
      wanted.seen("docs/x" + i + ".pdf");
    }
    assertThat(wanted.best().count()).isEqualTo(100_000);
  }
}
