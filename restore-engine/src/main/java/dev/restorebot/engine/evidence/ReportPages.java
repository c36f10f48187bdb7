package dev.restorebot.engine.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The report as pages for people. They show what the JSON says and nothing else. */
final class ReportPages {
  private static final String FOLDER = "dev/restorebot/engine/evidence/";
  private static final Mustache HTML = new HtmlFactory().compile("report.html.mustache");
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

  /** Marks what messages have between backquotes, as chats do. */
  private static final class HtmlFactory extends DefaultMustacheFactory {
    private static final Pattern CODE = Pattern.compile("`([^`\n]{1,300})`");

    HtmlFactory() {
      super(FOLDER);
    }

    @Override
    public void encode(String value, Writer writer) {
      StringWriter escaped = new StringWriter();
      super.encode(value, escaped);
      try {
        writer.write(
            CODE.matcher(escaped.toString().replace("&#96;", "`")).replaceAll("<code>$1</code>"));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
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
