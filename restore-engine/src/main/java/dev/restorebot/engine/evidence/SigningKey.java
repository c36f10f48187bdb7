package dev.restorebot.engine.evidence;

import dev.restorebot.engine.state.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * The key that signs reports: Ed25519, kept as PKCS#8 in PEM with mode 0600. Its text never shows
 * the private part.
 */
public final class SigningKey {
  private static final String LABEL = "PRIVATE KEY";

  private final PrivateKey key;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * Makes a key and writes it to that file, and its public part beside it with {@code .pub}.
   *
   * @throws FileAlreadyExistsException when either file is there: evidence that was signed with a
   *     key is worth nothing without it
   */
  public static SigningKey generate(Path file) throws IOException {
    Path beside = publicFile(file);
    for (Path path : new Path[] {file, beside}) {
      if (Files.exists(path)) {
        throw new FileAlreadyExistsException(path.toString());
      }
    }
    try {
      KeyPair pair = KeyPairGenerator.getInstance(PublicKeyFile.ALGORITHM).generateKeyPair();
      PrivateFiles.createFile(file);
      Files.writeString(file, PublicKeyFile.toPem(LABEL, pair.getPrivate().getEncoded()));
      Files.writeString(beside, PublicKeyFile.text(pair.getPublic()));
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java 17 has Ed25519", e);
    }
  }

  /** The file of the public part. */
  public static Path publicFile(Path file) {
    return file.resolveSibling(file.getFileName() + ".pub");
  }

  /**
   * Reads a key.
   *
   * @throws IOException when the file holds none or others may read it, with a message for people
   */
  public static SigningKey read(Path file) throws IOException {
    requirePrivate(file);
    byte[] der = PublicKeyFile.fromPem(LABEL, file);
    try {
      PrivateKey key =
          KeyFactory.getInstance(PublicKeyFile.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      return new SigningKey(key, publicOf(key));
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no Ed25519 private key in PEM", e);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix
        && Files.getPosixFilePermissions(file).stream()
            .anyMatch(each -> !each.name().startsWith("OWNER"))) {
      throw new IOException(file + " can be read or written by others; run chmod 600 " + file);
    }
  }

  /** RFC 8032, 5.1.5: the public key follows from the private one; a seeded generator makes it. */
  private static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException {
    byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
    KeyPairGenerator generator = KeyPairGenerator.getInstance(PublicKeyFile.ALGORITHM);
    generator.initialize(
        java.security.spec.NamedParameterSpec.ED25519,
        new java.security.SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
          }
        });
    KeyPair pair = generator.generateKeyPair();
    if (!Arrays.equals(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow(), seed)) {
      throw new GeneralSecurityException("the private key does not give its public key");
    }
    return pair.getPublic();
  }

  /** Its public part. */
  public PublicKey publicKey() {
    return publicKey;
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(PublicKeyFile.ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key can always sign", e);
    }
  }

  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(PublicKeyFile.ALGORITHM);
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even of a signature's form
    }
  }

  @Override
  public String toString() {
    return "signing key " + PublicKeyFile.id(publicKey) + ", private part ***";
  }
}
