package dev.restorebot.engine.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.apache.commons.codec.digest.DigestUtils;

/** An Ed25519 public key as a PEM file (SubjectPublicKeyInfo, RFC 8410). */
public final class PublicKeyFile {
  static final String ALGORITHM = "Ed25519";
  private static final String LABEL = "PUBLIC KEY";

  private PublicKeyFile() {}

  /**
   * Reads such a file.
   *
   * @throws IOException when it is none, with a message for people
   */
  public static PublicKey read(Path pem) throws IOException {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(fromPem(LABEL, pem)));
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " holds no Ed25519 public key in PEM", e);
    }
  }

  /** The text of such a file. */
  public static String text(PublicKey key) {
    return toPem(LABEL, key.getEncoded());
  }

  /** Names a key: the SHA-256 of its SubjectPublicKeyInfo. */
  public static String id(PublicKey key) {
    return DigestUtils.sha256Hex(key.getEncoded());
  }

  static String toPem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static byte[] fromPem(String label, Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IOException(file + " holds no " + label + " in PEM");
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds no " + label + " in PEM", e);
    }
  }
}
