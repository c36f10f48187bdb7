package dev.restorebot.engine.backup.rclone;

import dev.restorebot.engine.backup.Backup;
import dev.restorebot.engine.backup.Remotes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.codec.digest.MessageDigestAlgorithms;

/** Asks rclone about remotes. */
public final class RcloneRemotes implements Remotes {
  private static final String CRYPT = "crypt";

  /** As rclone calls them, and as Java does; most remotes have MD5 or SHA-1. */
  private static final List<Sum> SUMS =
      List.of(
          new Sum("md5", MessageDigestAlgorithms.MD5),
          new Sum("sha1", MessageDigestAlgorithms.SHA_1),
          new Sum("sha256", MessageDigestAlgorithms.SHA_256));

  private record Sum(String rclones, String javas) {}

  @Override
  public boolean encrypts(Backup remote) throws IOException {
    Rclone rclone = rclone(remote);
    return rclone.remote().spec().startsWith(":" + CRYPT)
        || rclone.type().equals(Optional.of(CRYPT));
  }

  @Override
  public Optional<Compared> compare(Backup local, Backup remote) throws IOException {
    if (!Files.isRegularFile(local.file())) {
      return Optional.empty();
    }
    String path = ((RclonePath) remote.file()).inRemote();
    for (Sum sum : SUMS) {
      Optional<String> there = rclone(remote).checksum(path, sum.rclones());
      if (there.isPresent()) {
        String here = digest(local.file(), sum.javas());
        return Optional.of(
            new Compared(here.equals(there.get().toLowerCase(Locale.ROOT)), sum.javas()));
      }
    }
    return Optional.empty();
  }

  private static String digest(Path file, String algorithm) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new DigestUtils(algorithm).digestAsHex(in);
    }
  }

  private static Rclone rclone(Backup remote) throws IOException {
    return ((RcloneFileSystem) remote.file().getFileSystem()).rclone();
  }
}
