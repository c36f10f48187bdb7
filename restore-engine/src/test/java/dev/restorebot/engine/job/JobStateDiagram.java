package dev.restorebot.engine.job;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes {@code docs/job-states.md} from the table of transitions. */
final class JobStateDiagram {
  private JobStateDiagram() {}

  static String markdown() {
    return """
    # States of a job

    This page shows the states of a test. [disaster.md](disaster.md) has the states of a disaster
    restore, [drills.md](drills.md) those of a drill.

    The page is generated from the table in `JobState`; `JobStateTest` fails if it is out of date.
    To update it: `mvn -pl restore-engine test -Dtest=JobStateTest -Ddocs.update=true`.

    ```mermaid
    %s```

    | State | Kind | After a crash | Next states |
    |---|---|---|---|
    %s\
    """
        .formatted(mermaid(), table());
  }

  static String mermaid() {
    StringBuilder text = new StringBuilder("stateDiagram-v2\n    [*] --> QUEUED\n");
    for (JobState state : JobState.values()) {
      for (JobState next : state.next()) {
        text.append("    ").append(state).append(" --> ").append(next).append('\n');
      }
      if (state.ended()) {
        text.append("    ").append(state).append(" --> [*]\n");
      }
    }
    return text.toString();
  }

  private static String table() {
    return Arrays.stream(JobState.values())
        .map(
            state ->
                "| `"
                    + state
                    + "` | "
                    + kind(state)
                    + " | "
                    + crash(state)
                    + " | "
                    + followers(state)
                    + " |\n")
        .collect(Collectors.joining());
  }

  private static String kind(JobState state) {
    return state.ended() ? "end" : state.running() ? "working" : "waiting";
  }

  private static String crash(JobState state) {
    return state.running()
        ? "Ends in `COULD_NOT_VERIFY` at the next start, which removes its sandbox."
        : "Unchanged.";
  }

  private static String followers(JobState state) {
    return state.ended()
        ? "–"
        : state.next().stream().map(next -> "`" + next + "`").collect(Collectors.joining(", "));
  }
}
