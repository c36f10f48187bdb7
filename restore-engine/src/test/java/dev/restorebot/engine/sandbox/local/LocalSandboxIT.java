package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.sandbox.ClientToolsContract;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

@RequiresLocalPostgres
class LocalSandboxIT extends ClientToolsContract {
  private static final Path BASE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "restore-bot-tests-" + ProcessHandle.current().pid());

  static void removeBase() throws IOException {
    Files.deleteIfExists(BASE);
  }

  @Override
  protected void tidy() throws IOException {
    removeBase();
  }

  static LocalSettings settings(List<String> serverSettings) {
    LocalSettings defaults = LocalSettings.withDefaults();
    return new LocalSettings(
        Optional.empty(),
        Optional.of(BASE),
        defaults.user(),
        256L * 1024 * 1024,
        defaults.cpus(),
        defaults.startTimeout(),
        serverSettings);
  }

  @Override
  protected SandboxProvider newProvider() {
    return new LocalSandboxProvider(settings(List.of()));
  }

  @Override
  protected SandboxProvider newBrokenProvider() {
    return new LocalSandboxProvider(settings(List.of("no_such_setting = 1")));
  }

  @Override
  protected Set<String> remains() throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.exists(BASE)) {
      try (Stream<Path> folders = Files.list(BASE)) {
        folders.map(Path::toString).forEach(names::add);
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

  /** The user who runs the tools may not look into it. */
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
}
