package dev.restorebot.engine.job;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes {@code docs/job-states.md} from the table of transitions. */
final class JobStateDiagram {
  private JobStateDiagram() {}

  static String markdown() {
    return """
        # States of a job

        Written from the table in `JobState` by `JobStateTest`; a change of the table without this \
        page fails the build.
        To write it anew: `mvn -pl restore-engine test -Dtest=JobStateTest -Ddocs.update=true`.

        ```mermaid
        %s```

        | state | what it is | what a crash in it means | what may follow |
        |---|---|---|---|
        %s"""
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
    return state.ended() ? "an end" : state.running() ? "work" : "waiting";
  }

  private static String crash(JobState state) {
    return state.running()
        ? "ends in `COULD_NOT_VERIFY` at the next start, which removes its sandbox"
        : "nothing";
  }

  private static String followers(JobState state) {
    return state.ended()
        ? "nothing"
        : state.next().stream().map(next -> "`" + next + "`").collect(Collectors.joining(", "));
  }
}
