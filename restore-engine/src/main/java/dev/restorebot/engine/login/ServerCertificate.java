package dev.restorebot.engine.login;

import dev.restorebot.engine.sandbox.server.PemKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of a server of TLS with its private key, read again when the files are renewed.
 * Thread-safe.
 */
public final class ServerCertificate {
  private static final Logger log = LoggerFactory.getLogger(ServerCertificate.class);
  private static final char[] NO_PASSWORD = {};

  private final Path certificates;
  private final Path key;
  private List<FileTime> read;
  private SSLSocketFactory sockets;

  /**
   * Reads both files.
   *
   * @param certificates file with the server's certificate first, then the intermediate ones, in
   *     PEM
   * @param key file with its private key, in PEM and PKCS #8
   * @throws IOException when one cannot be used, with a message for people
   */
  public ServerCertificate(Path certificates, Path key) throws IOException {
    this.certificates = certificates;
    this.key = key;
    this.read = times();
    this.sockets = load();
  }

  /** Returns what makes sockets with the newest certificate that could be read. */
  synchronized SSLSocketFactory sockets() {
    try {
      List<FileTime> now = times();
      if (!now.equals(read)) {
        read = now;
        sockets = load();
        log.info("the certificate {} was read again", certificates);
      }
    } catch (IOException e) {
      log.warn("the certificate of before is used on: {}", e.getMessage());
    }
    return sockets;
  }

  private List<FileTime> times() throws IOException {
    return List.of(changed("The certificate ", certificates), changed("The private key ", key));
  }

  private static FileTime changed(String what, Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw unreadable(what + file, e);
    }
  }

  private static IOException unreadable(String what, IOException cause) {
    return new IOException(
        what + " cannot be read. Check that it is there and that restore-bot's user can read it.",
        cause);
  }

  private SSLSocketFactory load() throws IOException {
    Certificate[] chain = chain();
    PrivateKey privateKey = privateKey();
    try {
      if (!belongTogether(privateKey, chain[0].getPublicKey())) {
        throw new IOException(
            "The certificate "
                + certificates
                + " and the private key "
                + key
                + " do not belong together.");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", privateKey, NO_PASSWORD, chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The certificate " + certificates + " and the private key " + key + " cannot be used.",
          e);
    }
  }

  /** Signs with the one and checks with the other. */
  private static boolean belongTogether(PrivateKey own, PublicKey shown)
      throws GeneralSecurityException {
    if (!own.getAlgorithm().equals(shown.getAlgorithm())) {
      return false;
    }
    Signature signature =
        Signature.getInstance(
            switch (own.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> own.getAlgorithm();
            });
    signature.initSign(own);
    byte[] signed = signature.sign();
    signature.initVerify(shown);
    return signature.verify(signed);
  }

  private Certificate[] chain() throws IOException {
    try (InputStream in = Files.newInputStream(certificates)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!all.isEmpty()) {
        return all.toArray(new Certificate[0]);
      }
    } catch (CertificateException e) {
      throw new IOException("The certificate " + certificates + " is not in PEM.", e);
    } catch (IOException e) {
      throw unreadable("The certificate " + certificates, e);
    }
    throw new IOException("The file " + certificates + " contains no certificate.");
  }

  private PrivateKey privateKey() throws IOException {
    if (!Files.isReadable(key)) {
      throw unreadable("The private key " + key, null);
    }
    try {
      return PemKey.read(key);
    } catch (IOException e) {
      throw new IOException(
          "The private key "
              + key
              + " "
              + e.getMessage()
              + ". Convert it: "
              + PemKey.conversion(key),
          e);
    }
  }
}
