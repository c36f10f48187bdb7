package dev.restorebot.engine.disaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeScriptsTest {
  private static final String TLS = "ssl = on\nssl_cert_file = 'mounted.crt'\n";

  @TempDir Path folder;
  private Path old;
  private Path restored;

  @BeforeEach
  void start() throws Exception {
    old = Files.createDirectory(folder.resolve("old"));
    restored = Files.createDirectory(folder.resolve("new"));
    Path programs = Files.createDirectory(folder.resolve("bin"));
    for (String each : List.of("initdb", "pg_controldata", "sync")) {
      Path program = Files.writeString(programs.resolve(each), "#!/bin/sh\n");
      Files.setPosixFilePermissions(
          program, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
    }
  }

  private String finished() throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder(
                "sh",
                "-c",
                VolumeScripts.FINISH,
                "sh",
                old.toString(),
                restored.toString(),
                folder.toString())
            .redirectErrorStream(true);
    shell.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Files.readString(restored.resolve("postgresql.conf"));
  }

  @Test
  void keepsTlsOnWhileTheOldVolumeHasItsSettings() throws Exception {
    Files.writeString(old.resolve("postgresql.conf"), TLS);

    assertThat(finished()).isEqualTo(TLS);
  }

  @Test
  void switchesOffTlsWhoseCertificateIsGoneWithTheOldVolume() throws Exception {
    Files.writeString(restored.resolve("postgresql.conf"), TLS);

    assertThat(finished()).isEqualTo("# restore-bot: mounted.crt was on the old volume: " + TLS);
  }

  @Test
  void keepsTlsOnForALinkToACertificateThatOnlyTheServerMounts() throws Exception {
    Files.writeString(restored.resolve("postgresql.conf"), TLS);
    Files.createSymbolicLink(restored.resolve("mounted.crt"), Path.of("/not/mounted/here.crt"));

    assertThat(finished()).isEqualTo(TLS);
  }
}
