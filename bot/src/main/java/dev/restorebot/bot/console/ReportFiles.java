package dev.restorebot.bot.console;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;

/** Serves the files of evidence reports, to read in the browser or to keep. */
final class ReportFiles {
  /** The beginning of their addresses. */
  static final String PATH = "/report/";

  private static final Map<String, String> TYPES =
      Map.of(
          "report.html", "text/html; charset=utf-8",
          "report.md", "text/markdown; charset=utf-8",
          "report.json", "application/json",
          "report.dsse.json", "application/json");

  /** A report has a style of its own and nothing that runs. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; sandbox";

  private final ConsoleData data;

  ReportFiles(ConsoleData data) {
    this.data = data;
  }

  /**
   * Answers with one file of the newest revision.
   *
   * @throws ApiException 404 when there is no such file
   */
  void serve(Context request) throws IOException {
    String id = request.pathParam("id");
    String file = request.pathParam("file");
    if (!TYPES.containsKey(file) || !id.matches("[A-Za-z0-9_-]{1,60}")) {
      throw missing(id);
    }
    byte[] content = data.report(id, file).orElseThrow(() -> missing(id));
    request.header("Content-Security-Policy", POLICY);
    if (request.queryParam("download") != null) {
      request.header(
          "Content-Disposition",
          "attachment; filename=\"restore-bot-" + id + file.substring("report".length()) + "\"");
    }
    request.contentType(TYPES.get(file)).result(content);
  }

  private static ApiException missing(String id) {
    return new ApiException(404, "no_report", "There is no report of " + id + ".");
  }
}
