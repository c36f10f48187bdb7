package dev.restorebot.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JsonTest {
  /** A record with paths. */
  record Paths(Path absolute, Path relative) {}

  @Test
  void aRelativePathStaysRelative() {
    Paths paths = new Paths(Path.of("/srv/app/a b.yaml"), Path.of("compose.restored.yaml"));
    assertThat(Json.value(Json.text(paths), Paths.class)).isEqualTo(paths);
  }
}
