package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the PostgreSQL versions that are installed on this machine. */
final class Installations implements Programs {
  private static final Logger LOG = LoggerFactory.getLogger(Installations.class);
  private static final List<String> NEEDED =
      List.of("initdb", "pg_ctl", "postgres", "pg_restore", "psql");

  /** The programs of a client, the one that tells the version first. */
  private static final List<String> OF_CLIENTS = List.of("pg_restore", "psql");

  /** Folders that hold one folder for each version, the glob of those, and where programs are. */
  private static final List<String[]> USUAL =
      List.of(
          new String[] {"/usr/lib/postgresql", "*", "bin"},
          new String[] {"/usr", "pgsql-*", "bin"},
          new String[] {"/opt/homebrew/opt", "postgresql@*", "bin"},
          new String[] {"/usr/local/opt", "postgresql@*", "bin"},
          new String[] {"/Library/PostgreSQL", "*", "bin"},
          new String[] {"/Applications/Postgres.app/Contents/Versions", "*", "bin"});

  private final Optional<Path> fromSettings;
  private final List<String> needed;
  private final String telling;

  Installations(Optional<Path> fromSettings) {
    this(fromSettings, NEEDED, "postgres");
  }

  private Installations(Optional<Path> fromSettings, List<String> needed, String telling) {
    this.fromSettings = fromSettings;
    this.needed = needed;
    this.telling = telling;
  }

  /** Those whose client programs are there; a server need not be. */
  static Installations ofClients(Optional<Path> fromSettings) {
    return new Installations(fromSettings, OF_CLIENTS, OF_CLIENTS.get(0));
  }

  @Override
  public String runtime() {
    return "local";
  }

  @Override
  public List<Installation> all() {
    List<Path> folders = fromSettings.map(List::of).orElseGet(Installations::usualFolders);
    Map<Integer, Installation> byMajor = new LinkedHashMap<>();
    for (Path folder : folders) {
      complete(folder)
          .ifPresent(
              one -> byMajor.merge(one.major(), one, (a, b) -> a.minor() >= b.minor() ? a : b));
    }
    return byMajor.values().stream().sorted(Comparator.comparingInt(Installation::major)).toList();
  }

  @Override
  public Problem none() {
    return new Problem(
        ProblemCode.NO_POSTGRESQL_INSTALLED,
        "PostgreSQL's programs ("
            + String.join(", ", NEEDED)
            + ") were not found "
            + fromSettings.map(folder -> "in " + folder).orElse("on this machine")
            + ".",
        "Install PostgreSQL's server and client packages, or use Docker.");
  }

  private Optional<Installation> complete(Path folder) {
    if (!needed.stream().allMatch(name -> Files.isExecutable(folder.resolve(name)))) {
      return Optional.empty();
    }
    try {
      Path real = folder.toRealPath();
      String version = LocalCommands.output(List.of(real.resolve(telling).toString(), "--version"));
      return Optional.of(Installation.parse(real, version));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("cannot use the PostgreSQL in {}: {}", folder, e.toString());
      return Optional.empty();
    }
  }

  private static List<Path> usualFolders() {
    List<Path> folders = new ArrayList<>();
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String entry : path.split(File.pathSeparator)) {
      if (!entry.isEmpty()) {
        folders.add(Path.of(entry));
        toldByPgConfig(Path.of(entry)).ifPresent(folders::add);
      }
    }
    for (String[] place : USUAL) {
      try (DirectoryStream<Path> versions = Files.newDirectoryStream(Path.of(place[0]), place[1])) {
        versions.forEach(version -> folders.add(version.resolve(place[2])));
      } catch (IOException e) {
        LOG.trace("nothing in {}", place[0]);
      }
    }
    return folders;
  }

  private static Optional<Path> toldByPgConfig(Path folder) {
    Path config = folder.resolve("pg_config");
    if (!Files.isExecutable(config)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Path.of(LocalCommands.output(List.of(config.toString(), "--bindir")).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
