package dev.restorebot.engine.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.restorebot.engine.sandbox.ClientToolsContract;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.TestRequests;
import dev.restorebot.engine.sandbox.server.Secret;
import dev.restorebot.engine.testing.RequiresLocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RequiresLocalPostgres
class LocalSandboxIT extends ClientToolsContract {
  private static final Path BASE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "restore-bot-tests-" + ProcessHandle.current().pid());

  static void removeBase() throws IOException {
    LocalRemoval.delete(BASE.resolve(PreparedData.FOLDER));
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
        folders
            .filter(folder -> !folder.endsWith(PreparedData.FOLDER))
            .map(Path::toString)
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

  /** What initdb made once has one identifier, which it keeps in every copy. */
  @Test
  void aPreparedDataFolderIsTheBotsAndEachSandboxHasItsOwnPassword() throws Exception {
    Sandbox one = start(TestRequests.request());
    Sandbox two = start(TestRequests.request());

    assertThat(identifier(one)).isEqualTo(identifier(two));
    Path kept;
    try (Stream<Path> all = Files.list(BASE.resolve(PreparedData.FOLDER))) {
      kept = all.findFirst().orElseThrow();
    }
    assertThat(Files.getOwner(kept.resolve("data/base")).getName())
        .isEqualTo(System.getProperty("user.name"));
    String first = Files.readString(kept.resolve("password"));
    assertThatThrownBy(
            () -> one.connectAs(LocalSandboxProvider.SUPERUSER, Secret.of(first)).close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  private static String identifier(Sandbox sandbox) throws SQLException {
    try (Connection connection = sandbox.connectAsAdmin();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT system_identifier FROM pg_control_system()")) {
      row.next();
      return row.getString(1);
    }
  }
}
