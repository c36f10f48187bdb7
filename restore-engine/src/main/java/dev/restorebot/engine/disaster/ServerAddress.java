package dev.restorebot.engine.disaster;

import dev.restorebot.engine.sandbox.server.ShellWords;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address of a PostgreSQL server and the account to log in with. It holds no password, only
 * where the password is, so it may be stored and shown.
 *
 * @param host its host name or address
 * @param port its port
 * @param user the role to log in as; it needs CREATEDB and the database, and need not be a
 *     superuser
 * @param passwordFile a file whose first line is the password
 * @param passwordVariable the environment variable that has the password, when no file has it
 * @param sslmode as libpq's, such as {@code verify-full}
 * @param sslRootCertificate the certificates that the server's is checked with
 * @param sslCertificate the client's certificate, for a server that asks for one
 * @param sslKey its private key
 * @param maintenanceDatabase the database to be in while the other one is renamed
 * @param tools the folder of the client programs; empty for those that are found
 */
public record ServerAddress(
    String host,
    int port,
    String user,
    Optional<Path> passwordFile,
    Optional<String> passwordVariable,
    String sslmode,
    Optional<Path> sslRootCertificate,
    Optional<Path> sslCertificate,
    Optional<Path> sslKey,
    String maintenanceDatabase,
    Optional<Path> tools) {
  public ServerAddress {
    // Earlier versions stored none.
    sslCertificate = sslCertificate == null ? Optional.empty() : sslCertificate;
    sslKey = sslKey == null ? Optional.empty() : sslKey;
  }

  /** Returns the variables with which libpq's programs use TLS as it does, for a shell. */
  public String tls() {
    return Stream.of(
            Optional.of("PGSSLMODE=" + ShellWords.quote(sslmode)),
            file("PGSSLROOTCERT", sslRootCertificate),
            file("PGSSLCERT", sslCertificate),
            file("PGSSLKEY", sslKey))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
  }

  private static Optional<String> file(String variable, Optional<Path> file) {
    return file.map(path -> variable + "=" + ShellWords.quote(path.toString()));
  }

  /** Returns it as people write it. */
  public String text() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
