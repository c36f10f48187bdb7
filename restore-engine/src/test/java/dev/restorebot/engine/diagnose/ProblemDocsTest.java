package dev.restorebot.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemDocsTest {
  @ParameterizedTest
  @EnumSource
  void everyProblemIsDocumentedWithWhoseItIs(ProblemCode code) throws IOException {
    assertThat(Files.readAllLines(Path.of("../docs/checks.md")))
        .filteredOn(line -> line.contains("`" + code.code() + "`"))
        .singleElement()
        .asString()
        .contains("| " + code.blame().name().toLowerCase(Locale.ROOT) + " |");
  }
}
