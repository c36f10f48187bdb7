package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The report as pages for people. They show what the JSON says and nothing else. */
final class ReportPages {
  private static final String FOLDER = "dev/restorebot/engine/evidence/";
  private static final Mustache HTML =
      new DefaultMustacheFactory(FOLDER).compile("report.html.mustache");
  private static final Mustache MARKDOWN = new MarkdownFactory().compile("report.md.mustache");

  private ReportPages() {}

  /** Self-contained, without a script. */
  static byte[] html(JsonNode report) {
    return page(HTML, report);
  }

  static byte[] markdown(JsonNode report) {
    return page(MARKDOWN, report);
  }

  private static byte[] page(Mustache template, JsonNode report) {
    StringWriter page = new StringWriter();
    template.execute(page, PageView.of(report));
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Values are escaped for Markdown instead of HTML. */
  private static final class MarkdownFactory extends DefaultMustacheFactory {
    MarkdownFactory() {
      super(FOLDER);
    }

    @Override
    public void encode(String value, Writer writer) {
      try {
        writer.write(MarkdownText.escaped(value));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
