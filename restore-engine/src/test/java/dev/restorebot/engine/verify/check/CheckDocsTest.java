package dev.restorebot.engine.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CheckDocsTest {
  private static final Pattern ROW =
      Pattern.compile("\\| (`[^|]+`) \\| (quick|standard|deep) \\|.*");
  private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

  @Test
  void theTableNamesExactlyTheChecksInTheirOrderWithTheirLevels() throws IOException {
    List<String> documented = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("../docs/checks.md"))) {
      for (MatchResult row : ROW.matcher(line).results().toList()) {
        NAME.matcher(row.group(1))
            .results()
            .forEach(name -> documented.add(name.group(1) + " " + row.group(2)));
      }
    }

    assertThat(documented)
        .containsExactlyElementsOf(
            AllChecks.all().stream().map(c -> c.name() + " " + c.from().label()).toList());
  }
}
