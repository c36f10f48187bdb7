package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.disaster.StorageUnderTest.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/disaster.md has what {@link DeadDatabaseIT} shows, for every state on every storage. */
class DatabaseStateTest {
  @Test
  void theTableInTheDocumentIsWhatTheTestsShow() throws Exception {
    String document = Files.readString(Path.of("../docs/disaster.md"));
    for (DatabaseState state : DatabaseState.values()) {
      assertThat(document).contains(row(state));
    }
  }

  private static String row(DatabaseState state) {
    return Arrays.stream(Kind.values())
        .map(kind -> cell(state, kind))
        .collect(Collectors.joining(" | ", "| " + state.title() + " | ", " |"));
  }

  private static String cell(DatabaseState state, Kind kind) {
    if (state.refusal(kind).isPresent()) {
      return "refused";
    }
    return state.storageIsGone() ? "restored, no way back" : "restored";
  }
}
