package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The files of a TLS connection: those of the settings, else those that libpq takes by default. The
 * programs get another home folder than the bot has, so each is named to them.
 */
record TlsFiles(ServerAddress address) {
  private static final String KEY = "-----BEGIN PRIVATE KEY-----";
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  Optional<Path> root() {
    return address.sslRootCertificate().or(() -> usual("root.crt"));
  }

  private Optional<Path> certificate() {
    return address.sslCertificate().or(() -> usual("postgresql.crt"));
  }

  private Optional<Path> key() {
    return address.sslKey().or(() -> usual("postgresql.key"));
  }

  private static Optional<Path> usual(String name) {
    return Optional.of(Path.of(System.getProperty("user.home"), ".postgresql", name))
        .filter(Files::exists);
  }

  /** For libpq, a certificate that is there is checked although only TLS is required. */
  String sslmode() {
    return address.sslmode().equals("require") && root().isPresent()
        ? "verify-ca"
        : address.sslmode();
  }

  /**
   * Names them to the driver.
   *
   * @throws ProblemException when one cannot be used, with what to do
   */
  void to(PGSimpleDataSource source) throws ProblemException {
    source.setSslmode(sslmode());
    root().ifPresent(file -> source.setSslRootCert(file.toString()));
    if (sslmode().equals("disable") || certificate().isEmpty() || key().isEmpty()) {
      return;
    }
    source.setSslCert(certificate().get().toString());
    source.setSslKey(key().get().toString());
    source.setPemKeyAlgorithm(algorithm(key().get()));
  }

  /** Names them to a program that uses libpq. */
  void to(Map<String, String> environment) {
    environment.put("PGSSLMODE", address.sslmode());
    root().ifPresent(file -> environment.put("PGSSLROOTCERT", file.toString()));
    certificate().ifPresent(file -> environment.put("PGSSLCERT", file.toString()));
    key().ifPresent(file -> environment.put("PGSSLKEY", file.toString()));
  }

  private static String algorithm(Path file) throws ProblemException {
    PKCS8EncodedKeySpec key = read(file);
    for (String algorithm : ALGORITHMS) {
      if (isOf(algorithm, key)) {
        return algorithm;
      }
    }
    throw unfit(file, "is neither of RSA, nor of EC, nor of EdDSA").exception();
  }

  private static boolean isOf(String algorithm, PKCS8EncodedKeySpec key) {
    try {
      var unused = KeyFactory.getInstance(algorithm).generatePrivate(key);
      return true;
    } catch (InvalidKeySpecException | NoSuchAlgorithmException e) {
      return false;
    }
  }

  private static PKCS8EncodedKeySpec read(Path file) throws ProblemException {
    try {
      String text = Files.readString(file);
      if (!text.contains(KEY)) {
        throw unfit(file, "is not in PKCS #8 (it does not begin with " + KEY + "), or is encrypted")
            .exception();
      }
      String body = text.substring(text.indexOf(KEY) + KEY.length()).split("-----", 2)[0];
      return new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
    } catch (IOException | IllegalArgumentException e) {
      throw unfit(file, "cannot be read").exception(e);
    }
  }

  private static Problem unfit(Path file, String why) {
    return ServerProblems.unsuitable(
        "The private key " + file + " of the database's client certificate " + why + ".",
        "Convert it: openssl pkcs8 -topk8 -nocrypt -in "
            + file
            + " -out NEW. It must be readable for restore-bot's user only (chmod 600).");
  }
}
