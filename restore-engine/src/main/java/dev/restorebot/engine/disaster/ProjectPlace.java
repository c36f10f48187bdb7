package dev.restorebot.engine.disaster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Says where a Compose project's files are, for when no container can tell.
 *
 * @param directory the project's folder
 * @param files its Compose files in order, absolute or in the folder; empty for those that Compose
 *     finds there
 * @param envFiles the files with variables that are given by hand
 * @param profiles the profiles that are active
 */
public record ProjectPlace(
    Optional<Path> directory, List<Path> files, List<Path> envFiles, List<String> profiles) {
  /** Nothing is configured. */
  public static final ProjectPlace UNKNOWN =
      new ProjectPlace(Optional.empty(), List.of(), List.of(), List.of());

  public ProjectPlace {
    files = List.copyOf(files);
    envFiles = List.copyOf(envFiles);
    profiles = List.copyOf(profiles);
  }

  /** Returns the project of that name there; empty when no place is configured. */
  public Optional<ComposeProject> project(String name) {
    Optional<Path> folder =
        directory.or(
            () -> files.stream().findFirst().map(file -> file.toAbsolutePath().getParent()));
    return folder
        .map(Path::toAbsolutePath)
        .map(Path::normalize)
        .map(
            there ->
                new ComposeProject(
                    name,
                    there,
                    files.isEmpty() ? found(there) : in(there, files),
                    in(there, envFiles),
                    profiles))
        .map(ComposeProject::asDeployedNext);
  }

  private static List<Path> in(Path folder, List<Path> paths) {
    return paths.stream().map(path -> folder.resolve(path).normalize()).toList();
  }

  /** The file that Compose loads in that folder when none is named. */
  private static List<Path> found(Path folder) {
    return OverrideFile.BASES.stream().map(folder::resolve).filter(Files::exists).limit(1).toList();
  }
}
