package dev.restorebot.bot.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's application: a page on loopback that lists the newest assignments of the production
 * database. It is stopped while a file exists, so that any program can stop and start it.
 */
final class SampleSite implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SampleSite.class);
  private static final int SHOWN = 8;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
      <meta name="viewport" content="width=device-width, initial-scale=1"><title>sampleapp</title>
      <style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}
      td,th{text-align:left;padding:.3rem 1.5rem .3rem 0}:root{color-scheme:light dark}</style>
      </head><body><h1>sampleapp</h1>%s
      <p><small>The application of the restore-bot demo. The page reloads every 2 seconds.</small></p>
      </body></html>
      """;

  private final HttpServer server;
  private final Production production;
  private final Path stopped;

  /** Serves on a free port. */
  SampleSite(Production production, Path stopped) throws IOException {
    this.production = production;
    this.stopped = stopped;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getAllByName("127.0.0.1")[0], 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange request) throws IOException {
    int status = UNAVAILABLE;
    String body = "<h2>The site is down</h2><p>The application is stopped.</p>";
    if (!Files.exists(stopped)) {
      try {
        body = assignments();
        status = OK;
      } catch (SQLException e) {
        log.debug("the database does not answer", e);
        body = "<h2>The site is down</h2><p>The database does not answer.</p>";
      }
    }
    byte[] bytes = PAGE.formatted(body).getBytes(StandardCharsets.UTF_8);
    request.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    request.getResponseHeaders().set("Cache-Control", "no-store");
    request.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = request.getResponseBody()) {
      out.write(bytes);
    }
  }

  private String assignments() throws SQLException {
    StringBuilder rows = new StringBuilder();
    long count = 0;
    try (Connection connection = production.connectAsApplication();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT assignment_code, title, status, count(*) OVER () FROM assignments"
                    + " ORDER BY assignment_code DESC LIMIT "
                    + SHOWN)) {
      while (found.next()) {
        count = found.getLong(4);
        rows.append("<tr>");
        for (int column = 1; column <= 3; column++) {
          rows.append("<td>").append(escaped(found.getString(column))).append("</td>");
        }
        rows.append("</tr>");
      }
    }
    return count == 0
        ? "<h2>No assignments</h2><p>Somebody deleted all rows of the table assignments.</p>"
        : "<h2>"
            + count
            + " assignments</h2><table><tr><th>Code</th><th>Title</th><th>Status</th></tr>"
            + rows
            + "</table>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
