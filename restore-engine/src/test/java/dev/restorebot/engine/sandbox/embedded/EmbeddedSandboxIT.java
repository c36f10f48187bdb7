package dev.restorebot.engine.sandbox.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxContract;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddedSandboxIT extends SandboxContract {
  private static final Path OWN =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "restore-bot-embedded-tests-" + ProcessHandle.current().pid());
  private static final Path BASE = OWN.resolve("embedded");

  private static LocalSettings settings() {
    return LocalSettings.withDefaults().in(OWN);
  }

  @Override
  protected void tidy() throws IOException {
    try (Stream<Path> all = Files.walk(OWN)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Override
  protected SandboxProvider newProvider() {
    return EmbeddedPrograms.sandboxes(settings());
  }

  @Override
  protected SandboxProvider newBrokenProvider() {
    LocalSettings usual = settings();
    return EmbeddedPrograms.sandboxes(
        new LocalSettings(
            usual.programs(),
            usual.base(),
            usual.user(),
            usual.memoryBytes(),
            usual.cpus(),
            usual.startTimeout(),
            List.of("no_such_setting = 1")));
  }

  @Override
  protected Set<String> remains() throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.exists(BASE)) {
      try (Stream<Path> folders = Files.list(BASE)) {
        folders
            .map(Path::toString)
            .filter(path -> path.contains("restore-test-") || path.contains("unpacking"))
            .forEach(names::add);
      }
    }
    ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(BASE.toString()))
        .map(line -> "process " + line)
        .forEach(names::add);
    return names;
  }

  @Override
  protected String makeLeftover() throws IOException {
    Files.createDirectories(BASE.resolve("restore-test-leftover/data"));
    return "leftover";
  }

  @Override
  protected List<String> files(Sandbox sandbox, String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  protected List<String> secrets(Sandbox sandbox) throws IOException {
    String line = Files.readString(Path.of(sandbox.info().volume(), "pgpass")).strip();
    return List.of(line.substring(line.lastIndexOf(':') + 1));
  }

  @Override
  protected List<String> processes(Sandbox sandbox) {
    return ProcessHandle.current()
        .descendants()
        .flatMap(process -> process.info().commandLine().stream())
        .toList();
  }

  @Test
  void hasNoClientToolsAndSaysWhatAPassDoesNotProve() {
    assertThat(shared().hasClientTools()).isFalse();
    assertThat(shared().info().notes())
        .anyMatch(note -> note.contains("does not prove that pg_restore"));
  }

  @Test
  void takesTheNewestServerForADumpOfANewerMajor() throws Exception {
    Sandbox sandbox =
        start(TestRequests.request("app", Optional.empty(), OptionalInt.of(17), List.of()));
    assertThat(sandbox.info().serverVersion()).startsWith("18.");
    assertThat(sandbox.info().notes())
        .anyMatch(note -> note.contains("PostgreSQL 18 because 17 is not on this machine"));
  }
}
