package dev.restorebot.engine.sandbox.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads private keys from PEM files (RFC 7468, section 10). */
public final class PemKey {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private PemKey() {}

  /**
   * Returns the file's first key in PKCS #8, which is not encrypted.
   *
   * @throws IOException when there is none, with a message that goes on after the file's name, such
   *     as "is not in PKCS #8"
   */
  public static PrivateKey read(Path file) throws IOException {
    PKCS8EncodedKeySpec content = content(file);
    return ALGORITHMS.stream()
        .flatMap(algorithm -> of(algorithm, content).stream())
        .findFirst()
        .orElseThrow(() -> new IOException("is neither of RSA, nor of EC, nor of EdDSA"));
  }

  private static Optional<PrivateKey> of(String algorithm, PKCS8EncodedKeySpec content) {
    try {
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(content));
    } catch (InvalidKeySpecException | NoSuchAlgorithmException another) {
      return Optional.empty();
    }
  }

  /** Returns the command that makes such a file of another. */
  public static String conversion(Path file) {
    return "openssl pkcs8 -topk8 -nocrypt -in " + file + " -out NEW";
  }

  private static PKCS8EncodedKeySpec content(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      if (!text.contains(BEGIN)) {
        throw new IOException(
            "is not in PKCS #8 (it does not begin with " + BEGIN + "), or is encrypted");
      }
      String body = text.substring(text.indexOf(BEGIN) + BEGIN.length()).split("-----", 2)[0];
      return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
    } catch (FileSystemException | CharacterCodingException | IllegalArgumentException e) {
      throw new IOException("cannot be read", e);
    }
  }
}
