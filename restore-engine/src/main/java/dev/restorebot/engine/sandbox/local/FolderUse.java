package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.archive.FreeSpace;
import dev.restorebot.engine.sandbox.DiskUse;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Sums up the files of a folder; those that go away meanwhile do not count. */
final class FolderUse extends SimpleFileVisitor<Path> {
  private long bytes;

  private FolderUse() {}

  static DiskUse of(Path folder) throws IOException {
    FolderUse sum = new FolderUse();
    Files.walkFileTree(folder, sum);
    return new DiskUse(FreeSpace.of(folder), sum.bytes);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    bytes += attributes.size();
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException gone) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
    return FileVisitResult.CONTINUE;
  }
}
