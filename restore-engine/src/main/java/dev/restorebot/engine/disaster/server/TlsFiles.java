package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.sandbox.server.PemKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The files of a TLS connection: those of the settings, else those that libpq takes by default. The
 * programs get another home folder than the bot has, so each is named to them.
 */
record TlsFiles(ServerAddress address) {
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
    try {
      return PemKey.read(file).getAlgorithm();
    } catch (IOException e) {
      throw unfit(file, e.getMessage()).exception(e);
    }
  }

  private static Problem unfit(Path file, String why) {
    return ServerProblems.unsuitable(
        "The private key " + file + " of the database's client certificate " + why + ".",
        "Convert it: "
            + PemKey.conversion(file)
            + ". It must be readable for restore-bot's user only (chmod 600).");
  }
}
