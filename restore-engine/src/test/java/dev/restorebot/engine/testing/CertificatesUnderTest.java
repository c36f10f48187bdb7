package dev.restorebot.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** An authority and what it signs, made with openssl. */
public final class CertificatesUnderTest {
  private final Path folder;

  /** Makes an authority in that folder. */
  public CertificatesUnderTest(Path folder) throws IOException {
    this.folder = folder;
    key("ca");
    openssl("req", "-x509", "-key", key("ca"), "-subj", "/CN=authority", "-out", file("ca.crt"));
  }

  /** Returns the authority's certificate. */
  public Path authority() {
    return folder.resolve("ca.crt");
  }

  /** Signs a certificate with that name, for 127.0.0.1, and returns it; its key is beside it. */
  public Path sign(String name) throws IOException {
    Path names = Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=IP:127.0.0.1\n");
    openssl("req", "-new", "-key", key(name), "-subj", "/CN=" + name, "-out", file(name + ".csr"));
    openssl(
        "x509",
        "-req",
        "-in",
        file(name + ".csr"),
        "-CA",
        file("ca.crt"),
        "-CAkey",
        file("ca.key"),
        "-CAcreateserial",
        "-extfile",
        names.toString(),
        "-out",
        file(name + ".crt"));
    return folder.resolve(name + ".crt");
  }

  private String key(String name) throws IOException {
    Path key = folder.resolve(name + ".key");
    if (!Files.exists(key)) {
      openssl(
          "genpkey",
          "-algorithm",
          "EC",
          "-pkeyopt",
          "ec_paramgen_curve:P-256",
          "-out",
          key.toString());
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }
    return key.toString();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void openssl(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(said).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
