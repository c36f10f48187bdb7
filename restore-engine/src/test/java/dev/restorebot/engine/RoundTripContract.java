package dev.restorebot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.job.Job;
import dev.restorebot.engine.job.Report;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.state.Actor;
import dev.restorebot.engine.testing.EngineUnderTest;
import dev.restorebot.engine.testing.RecordedSandboxes;
import dev.restorebot.engine.testing.SourceDatabase;
import dev.restorebot.engine.verify.Level;
import dev.restorebot.engine.verify.Outcome;
import dev.restorebot.engine.verify.VerifySettings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A database with every kind of object that pg_dump writes, dumped in every format: each dump
 * passes, and the restored database is what was dumped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RoundTripContract {
  private static final Map<String, List<String>> FORMATS =
      Map.of(
          "custom", List.of("-Fc"),
          "directory", List.of("-Fd"),
          "tar", List.of("-Ft"),
          "plain", List.of("-Fp"),
          "inserts", List.of("-Fp", "-C", "--column-inserts"));

  @TempDir private static Path folder;
  private final Map<Integer, SourceDatabase> sources = new HashMap<>();
  private RecordedSandboxes sandboxes;
  private EngineUnderTest engine;

  abstract SandboxProvider sandboxes();

  /** The major versions that dump. */
  abstract List<Integer> majors();

  /** Whether the sandbox's restoring role may create what only a superuser may. */
  abstract boolean superuser();

  @BeforeAll
  void start() throws Exception {
    String script;
    try (InputStream in = getClass().getResourceAsStream("/everything/everything.sql")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (int major : majors()) {
      SourceDatabase source = new SourceDatabase(major);
      sources.put(major, source);
      source.psql(script, "-v", "superuser=" + (superuser() ? "on" : "off"));
    }
    sandboxes = new RecordedSandboxes(sandboxes());
    engine = new EngineUnderTest(sandboxes, "", new VerifySettings(List.of(), Optional.empty()));
  }

  @AfterAll
  void stop() throws Exception {
    engine.close();
    sandboxes.close();
    for (SourceDatabase source : sources.values()) {
      source.close();
    }
  }

  /** What is in one and not in the other, shortened: a whole dump is too long for a message. */
  private static List<String> difference(List<String> one, List<String> other) {
    Set<String> known = new HashSet<>(other);
    return one.stream()
        .filter(line -> !known.contains(line))
        .map(line -> line.substring(0, Math.min(200, line.length())))
        .toList();
  }

  Stream<String> dumps() {
    return majors().stream()
        .flatMap(major -> FORMATS.keySet().stream().sorted().map(format -> major + " " + format));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void everyKindOfObjectPassesAndComesBackAsItWas(String dump) throws Exception {
    int major = Integer.parseInt(dump.split(" ")[0]);
    String[] options = FORMATS.get(dump.split(" ")[1]).toArray(String[]::new);
    SourceDatabase source = sources.get(major);
    Path file = source.dump(folder.resolve("app_" + dump.replace(' ', '_')), options);

    Job job = engine.restore(file, Level.DEEP);

    Report report = EngineUnderTest.report(job);
    assertThat(report.checks()).noneMatch(check -> check.status().equals("failed"));
    assertThat(report.outcome()).as("%s", report.problems()).isEqualTo(Outcome.PASSED);
    List<String> restored = SourceDatabase.content(sandboxes.of(job.id()));
    List<String> dumped = source.content();
    assertThat(difference(dumped, restored)).isEmpty();
    assertThat(difference(restored, dumped)).isEmpty();
    assertThat(engine.engine().cleanUp(job.id(), Actor.BOT)).isPresent();
  }
}
